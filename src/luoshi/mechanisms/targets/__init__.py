"""Goals, ledgers and inspections (目标、台账与督查)."""
