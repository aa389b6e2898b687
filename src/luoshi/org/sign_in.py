"""How people of this office sign in besides by password: its identity provider, and who needs a second step.

`LUOSHI_HOME/sign_in.toml`, optional; the client's secret stands in LUOSHI_OIDC_SECRET or in the file `oidc` beside
the keys, never in the database:

    [oidc]
    name = "春城市统一身份认证"
    issuer = "https://id.chuncheng.example"
    client_id = "luoshi"
    match = "username"               # or "officer": the claim holds the staff number
    claim = "preferred_username"
    userinfo = false                 # true where the claim is not in the ID token
    second_step = "here"             # or "provider", where it asks for one itself
    [second_step]
    required = ["administrator", "efficiency_office"]
"""

import os
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from luoshi.law.errors import CouldNot
from luoshi.law.words import say
from luoshi.org.access import Standing
from luoshi.org.models import Role

TEXTS = {"name", "issuer", "client_id", "match", "claim", "second_step"}
STEPPED = "second_step"
"""Under this name a session remembers that its second step was taken."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The office's identity provider, and by which of its claims an account is found."""

    name: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    match: str = "username"
    claim: str = "preferred_username"
    userinfo: bool = False
    second_step: str = "here"


@dataclass(frozen=True, slots=True)
class SignIn:
    provider: Provider | None = None
    required: frozenset[str] = frozenset()


def path() -> Path:
    return Path(settings.LUOSHI_HOME) / "sign_in.toml"


def told() -> SignIn:
    """What sign_in.toml says; passwords alone without one. CouldNot names the fault."""
    try:
        changed = path().stat().st_mtime_ns
    except FileNotFoundError:
        return SignIn()
    except OSError as failure:
        raise wrong(str(failure)) from failure
    return _read(str(path()), changed, _secret())


def lacks_second_step(held: Standing, session: Any) -> bool:
    """Does a role of this person ask for a second step that this session has not taken?"""
    required = told().required
    return any(held.holds(role) for role in required) and not session.get(STEPPED)


@lru_cache(maxsize=4)
def _read(name: str, changed: int, secret: str) -> SignIn:
    try:
        found = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise wrong(str(failure)) from failure
    steps, oidc = found.get("second_step", {}), found.get("oidc")
    extra = set(found) - {"oidc", "second_step"}
    if extra or not isinstance(steps, dict) or set(steps) - {"required"}:
        raise wrong(say("只能写 [oidc] 和 [second_step]", "it may have [oidc] and [second_step]"))
    required = steps.get("required", [])
    if not isinstance(required, list) or set(required) - set(Role.Kind.values):
        raise wrong(
            say(
                f"required 列出角色：{'、'.join(Role.Kind.values)}",
                f"required is a list of roles: {', '.join(Role.Kind.values)}",
            )
        )
    return SignIn(None if oidc is None else _provider(oidc, secret), frozenset(required))


def _provider(oidc: Any, secret: str) -> Provider:
    if not isinstance(oidc, dict) or set(oidc) - TEXTS - {"userinfo"}:
        raise wrong(
            say(
                f"[oidc] 只能写 {'、'.join(sorted(TEXTS))}、userinfo；密钥写在 LUOSHI_OIDC_SECRET 或密钥目录的 oidc 文件",
                f"[oidc] may have {', '.join(sorted(TEXTS))} and userinfo; the secret stands in LUOSHI_OIDC_SECRET or the key file oidc",
            )
        )
    if not all(isinstance(oidc.get(name, ""), str) for name in TEXTS) or not all(
        oidc.get(name) for name in ("name", "issuer", "client_id")
    ):
        raise wrong(
            say("[oidc] 要有 name、issuer、client_id", "[oidc] needs name, issuer and client_id as texts")
        )
    known = {"match": ("username", "officer"), "second_step": ("here", "provider"), "userinfo": (True, False)}
    for name, values in known.items():
        if name in oidc and oidc[name] not in values:
            raise wrong(
                say(f"{name} 应是 {values[0]} 或 {values[1]}", f"{name} is {values[0]} or {values[1]}")
            )
    if not secret:
        raise wrong(
            say(
                "缺少客户端密钥：请设 LUOSHI_OIDC_SECRET 或密钥目录里的 oidc 文件",
                "the client's secret is missing: set LUOSHI_OIDC_SECRET or the key file oidc",
            )
        )
    return Provider(secret=secret, **oidc)


def _secret() -> str:
    if told_by := os.environ.get("LUOSHI_OIDC_SECRET"):
        return told_by
    folder = Path(os.environ.get("LUOSHI_KEYS") or Path(settings.LUOSHI_HOME) / "keys")
    try:
        return (folder / "oidc").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def wrong(why: str) -> CouldNot:
    return CouldNot(say(f"sign_in.toml 有误：{why}", f"sign_in.toml is wrong: {why}"))
