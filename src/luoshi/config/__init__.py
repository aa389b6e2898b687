"""Settings, addresses, timetable."""
