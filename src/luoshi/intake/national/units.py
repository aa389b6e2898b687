"""Bodies that a source names by code and name, as the organisation here knows them."""

from luoshi.intake.national.notes import FileNotes
from luoshi.intake.units import NAME_LIMIT, code_for
from luoshi.law.words import say
from luoshi.org.models import Unit


class Bodies:
    """Looks units up by the source's code, then by its name; each pair once."""

    def __init__(self, *, create: bool) -> None:
        self.create = create
        self.by_code: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        for code, name in Unit.objects.values_list("code", "name"):
            self.by_code[code] = name
            self.by_name.setdefault(name, code)

    def code(self, code: str, name: str) -> str:
        """The code under which the organisation knows it; "" when it does not."""
        found = code if code in self.by_code else self.by_name.get(name, "")
        if not found and self.create and (code or name):
            found = code_for(code or name)
            Unit.objects.get_or_create(code=found, defaults={"name": (name or code)[:NAME_LIMIT]})
            self.by_code[found] = (name or code)[:NAME_LIMIT]
            self.by_name.setdefault(self.by_code[found], found)
        return found

    def made(self, code: str, name: str) -> None:
        """Make a unit that is not known, if units may be made."""
        if self.create:
            self.code(code, name)

    def name(self, code: str, name: str, row: int, field: str, notes: FileNotes) -> str:
        """The name that entries carry; a body that is not known keeps the source's name and is told once."""
        found = self.code(code, name)
        if found:
            return self.by_code[found]
        if code or name:
            notes.once(
                row,
                field,
                name or code,
                say(
                    f"组织机构中没有“{name or code}”，照样记下；请先录入，或用 --create-units 建立",
                    f"the organisation has no “{name or code}”, kept as told; enter it or use --create-units",
                ),
            )
        return name or code
