"""An office's own ledger of tasks in Excel (台账): read as offices write it, every row stored or named with its reason."""
