"""Units that an imported file names and nobody has entered yet."""

from hashlib import blake2b

from django.db.models import Q

from luoshi.org.models import Unit

CODE_LIMIT = 100
NAME_LIMIT = 200


class Units:
    """Makes units known by the names that a source gives them; each name is looked up once."""

    def __init__(self, *, create: bool) -> None:
        self.create = create
        self.known: set[str] = {""}

    def make(self, names: set[str]) -> None:
        """Create those that neither a code nor a name matches, as bodies at the top of the tree."""
        new = names - self.known
        if not new or not self.create:
            return
        self.known |= new
        found = Unit.objects.filter(Q(code__in=new) | Q(name__in=new)).values_list("code", "name")
        present = {value for pair in found for value in pair}
        for name in sorted(new - present):
            Unit.objects.get_or_create(code=code_for(name), defaults={"name": name[:NAME_LIMIT]})


def code_for(name: str) -> str:
    """The name itself where it fits, else its beginning with a digest of the whole."""
    if len(name) <= CODE_LIMIT:
        return name
    return f"{name[:80]}~{blake2b(name.encode(), digest_size=8).hexdigest()}"
