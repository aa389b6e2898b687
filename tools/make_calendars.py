"""Write `law/calendars/CN/<year>.yaml` from the library `holidays`, so that the product need not load it.

    python tools/make_calendars.py [FOLDER]

Rest days are the weekdays a notice frees and the weekend days it names; work days are the weekend
days it moves work to, named after the holiday they pay for.
"""

import re
import sys
from datetime import date, timedelta
from pathlib import Path

import holidays

YEARS = range(2004, 2027)
FOLDER = Path(__file__).parents[1] / "src" / "luoshi" / "law" / "calendars" / "CN"
MOVED = re.compile(r"(\d{4}-\d\d-\d\d)")
DAY = timedelta(days=1)


def plain(name: str) -> list[str]:
    """春节（补假） → 春节. The notices say 春节 of its eve and of its prolongation too."""
    parts = (re.sub(r"（.*?）", "", part).strip() for part in name.split(";"))
    return ["春节" if part in ("农历除夕", "春节延长假期") else part for part in parts]


def named(china: holidays.HolidayBase) -> dict[date, str]:
    """Every rest day by the holiday, or the holidays, of the unbroken run of days off it lies in."""

    def off(day: date) -> bool:
        return day in china or not china.is_working_day(day)

    names: dict[date, str] = {}
    for first in sorted(china):
        if first in names:
            continue
        run = [first]
        while off(run[-1] + DAY):
            run.append(run[-1] + DAY)
        while run[-1] not in china:  # the weekend after it is an ordinary one
            run.pop()
        own = [n for day in run if day in china and not MOVED.search(china[day]) for n in plain(china[day])]
        names |= dict.fromkeys(run, "、".join(dict.fromkeys(own)) or "休息日")
    return names


def text(year: int, rest: dict[date, str], work: dict[date, str]) -> str:
    lines = [
        f"year: {year}",
        f"notice: 国务院办公厅关于{year}年部分节假日安排的通知",
        "confirmed: true",
        f"source: holidays {holidays.__version__} (python)",
    ]
    for title, days in (("rest", rest), ("work", work)):
        chosen = sorted((day, name) for day, name in days.items() if day.year == year)
        lines.append(f"{title}:" if chosen else f"{title}: {{}}")
        lines += [f"  {day}: {name}" for day, name in chosen]
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    china = holidays.country_holidays("CN", years=YEARS, language="zh_CN")
    rest = named(china)
    paid_for = {
        date.fromisoformat(moved[1]): rest[day]
        for day, name in china.items()
        if (moved := MOVED.search(name))
    }
    work = {day: paid_for.get(day, "调休") for day in china.weekend_workdays}
    folder.mkdir(parents=True, exist_ok=True)
    for year in YEARS:
        (folder / f"{year}.yaml").write_text(text(year, rest, work), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
