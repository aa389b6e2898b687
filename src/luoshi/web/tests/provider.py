"""A small OpenID provider on a port of its own: discovery, authorisation with PKCE, signed tokens, keys, userinfo.

Its tokens are made by another library than reads them. What it gets wrong on purpose is said by `spoil`.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "luoshi", "only-for-this-test"


@dataclass
class Office:
    """Whom it says has signed in, and what it gets wrong."""

    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "s-1", "preferred_username": "office"})
    spoil: str = ""
    cancels: bool = False
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256"}))
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)
    given: dict[str, dict[str, Any]] = field(default_factory=dict)

    def authorise(self, asked: dict[str, str]) -> str:
        """Where the browser goes next."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if self.cancels:
            return (
                asked["redirect_uri"] + "?" + urlencode({"error": "access_denied", "state": asked["state"]})
            )
        code = secrets.token_urlsafe()
        self.waiting[code] = asked
        state = "stolen" if self.spoil == "state" else asked["state"]
        return asked["redirect_uri"] + "?" + urlencode({"code": code, "state": state})

    def token(self, told: dict[str, str]) -> dict[str, Any] | None:
        """Tokens for a code, once, for the client that began, with the verifier of its challenge."""
        asked = self.waiting.pop(told["code"], None)
        hashed = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        if (
            asked is None
            or (told.get("client_id"), told.get("client_secret")) != (CLIENT, SECRET)
            or told["redirect_uri"] != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return None
        access = secrets.token_urlsafe()
        self.given[access] = self.claims
        return {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": self.signed()}

    def signed(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        key, head = self.key, {"alg": "RS256", "kid": "k1"}
        if self.spoil == "signature":
            key = RSAKey.generate_key(2048)
        if self.spoil == "audience":
            claims["aud"] = "somebody-else"
        if self.spoil == "issuer":
            claims["iss"] = "http://elsewhere.invalid"
        if self.spoil == "expired":
            claims["exp"] = now - 3600
        if self.spoil == "unsigned":
            parts = ({"alg": "none"}, claims)
            return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."  # fmt: skip
        return jwt.encode(head, claims, key)

    def userinfo(self, access: str) -> dict[str, Any] | None:
        found = self.given.get(access)
        return {**found, "sub": "another"} if found and self.spoil == "userinfo" else found


def handler(office: Office) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def answer(self, what: Any) -> None:
            body = json.dumps(what or {"error": "invalid_grant"}).encode()
            self.send_response(200 if what else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            at = urlsplit(self.path)
            if at.path == "/.well-known/openid-configuration":
                ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
                told = {f"{name}_endpoint": f"{office.issuer}/{end}" for name, end in ends.items()}
                told |= {"issuer": office.issuer, "jwks_uri": f"{office.issuer}/keys"}
                told["token_endpoint_auth_methods_supported"] = ["client_secret_post"]  # type: ignore[assignment]
                self.answer(told)
            elif at.path == "/keys":
                self.answer({"keys": [office.key.as_dict(private=False)]})
            elif at.path == "/userinfo":
                self.answer(office.userinfo(self.headers["Authorization"].removeprefix("Bearer ")))
            else:
                asked = {name: values[0] for name, values in parse_qs(at.query).items()}
                self.send_response(302)
                self.send_header("Location", office.authorise(asked))
                self.send_header("Content-Length", "0")
                self.end_headers()

        def do_POST(self) -> None:
            told = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(office.token({name: values[0] for name, values in told.items()}))

    return Handler


@contextmanager
def running() -> Iterator[Office]:
    """The provider, until the test ends."""
    office = Office()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(office)) as server:
        office.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield office
        finally:
            server.shutdown()


def settings(office: Office, *, more: str = "", steps: str = "") -> str:
    """What an office writes into sign_in.toml for it."""
    head = f'[oidc]\nname = "春城统一身份"\nissuer = "{office.issuer}"\nclient_id = "{CLIENT}"\n'
    return head + more + steps
