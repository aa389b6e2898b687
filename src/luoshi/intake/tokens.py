"""Keys for programs: issued once in clear, kept as a digest, bounded by unit and by what they may do."""

import secrets
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from luoshi.intake.models import ApiToken
from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.org.models import Unit

SCOPES = ("read", "write")
PREFIX = "luoshi_"


def issue(
    name: str,
    *,
    at: datetime,
    scopes: tuple[str, ...] = ("read",),
    unit: Unit | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A new token and its text, which is shown only now. Raises CouldNot for unknown scopes."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes or not name.strip():
        raise CouldNot(
            say(
                f"令牌要有名称，权限只能是 {'、'.join(SCOPES)}",
                f"A token needs a name; its scopes are {', '.join(SCOPES)}",
            )
        )
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name.strip(),
        digest=digest_of(text),
        scopes=" ".join(sorted(set(scopes))),
        unit=unit,
        issued_at=at,
        expires_at=expires_at,
    )
    return token, text


def revoke(token: ApiToken, *, at: datetime) -> None:
    """The token is refused from now on; it stays listed."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])


def find(text: str, *, at: datetime) -> ApiToken | None:
    """The token with this text, if it is valid at that moment."""
    digest = digest_of(text)
    token = ApiToken.objects.select_related("unit").filter(digest=digest).first()
    if token is None or not compare_digest(token.digest, digest):
        return None
    ended = token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= at)
    return None if ended else token


def digest_of(text: str) -> str:
    """SHA-256 in hex: the text has 256 random bits, so it needs neither salt nor stretching."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
