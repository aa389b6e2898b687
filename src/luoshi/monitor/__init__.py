"""Stored clocks, sweeps, cards: what the rules find, written down once."""
