"""From entries to facts, from facts to clocks and effects. Pure."""
