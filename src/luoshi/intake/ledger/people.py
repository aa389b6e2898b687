"""Units and people as a ledger names them, looked up once for the whole file."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from luoshi.intake.units import Units
from luoshi.law.words import say
from luoshi.org import queries as org
from luoshi.org.models import Person, Unit
from luoshi.tasks.plan import Body

APART = re.compile(r"[、，,;；/\n\r]+|(?<=[局委办厅府院会司部处室区县])\s+(?=\S)")


def parted(text: str) -> list[str]:
    """Several names in one cell, each once, without the words around them."""
    names = (
        re.sub(r"^(牵头|配合|协办|责任单位)[:：]", "", part.strip()).strip() for part in APART.split(text)
    )
    return list(dict.fromkeys(name for name in names if name))


class Directory:
    """Units by name or code, and the posts of people by name."""

    def __init__(self, names: Iterable[str], at: datetime, *, create: bool) -> None:
        wanted = set(names)
        if create:
            Units(create=True).make(wanted)
        self.by: dict[str, list[Body]] = defaultdict(list)
        for code, name in Unit.objects.filter(name__in=wanted).values_list("code", "name"):
            self.by[name].append(Body(code, name))
        for code, name in Unit.objects.filter(code__in=wanted).values_list("code", "name"):
            self.by[code] = [Body(code, name)]
        self.at = at

    def unit(self, name: str) -> Body:
        """ValueError says why it is not known."""
        found = self.by.get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(
                say(f"有几个单位都叫“{name}”：请写编码", f"Several units are called “{name}”: give the code")
            )
        raise ValueError(
            say(
                f"没有单位“{name}”：请核对名称，或先建立单位",
                f"There is no unit “{name}”: check its name, or set it up first",
            )
        )

    def post(self, person: str, unit: str) -> str:
        """The post of a person of a unit, where exactly one is meant; "" otherwise."""
        officers = Person.objects.filter(display_name=person).values_list("officer", flat=True)[:2]
        posts = [p.code for officer in officers for p in org.posts_of(officer, self.at) if p.unit == unit]
        return posts[0] if len(posts) == 1 else ""
