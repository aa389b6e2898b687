"""The burden account (减负台账): what each unit is asked to report, by whom, and how many minutes it takes."""
