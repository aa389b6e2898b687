"""How law is written down: calendar, period, clock, citation, event. Pure: no clock, no database, no Django."""
