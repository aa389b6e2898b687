"""Whether a file is a copy of a paper issued here, bit by bit."""

from hashlib import blake2b, sha256

from django.conf import settings
from django.db.models import Q

from luoshi.documents.models import Copy, Paper


def keyed(content: bytes) -> str:
    """A digest under a key outside the database: of a file with a name on it, nothing can be guessed from it."""
    return blake2b(content, key=bytes(settings.LEDGER_DIGEST_KEY), digest_size=32).hexdigest()


def of(content: bytes, *, ledger: str | None = None) -> Paper | None:
    """The issued paper that this file is a copy of, with a name on it or without; None if it is none of ours."""
    ledger = ledger or settings.LUOSHI_JURISDICTION
    plain = sha256(content).hexdigest()
    papers = Paper.objects.filter(ledger=ledger).order_by("position")
    if found := papers.filter(Q(pdf=plain) | Q(docx=plain)).first():
        return found
    named = Copy.objects.filter(ledger=ledger, keyed=keyed(content)).first()
    return papers.filter(position=named.paper).first() if named else None
