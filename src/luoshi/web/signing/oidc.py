"""The round trip to the office's identity provider.

The library leaves the signature of an ID token unchecked that came straight from the provider over TLS. Inside an
office TLS often ends before the provider, so here it is always checked, and what the provider says of the person
elsewhere (userinfo) counts only for the same subject (OpenID Connect Core 5.3.2).
"""

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponseBase, QueryDict
from requests import RequestException

from luoshi.org import sign_in
from luoshi.web.signing import identities, journal
from luoshi.web.signing.adapters import refusal

SIGNED = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}


class Office(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The provider of sign_in.toml."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, identities.OFFICE)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        told = sign_in.told().provider
        assert told is not None
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        if told.userinfo:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo is about another subject")
            claims = {**more, **claims}
        found = self.get_provider().sociallogin_from_response(request, {"id_token": {"sub": claims["sub"]}})
        found.account.extra_data = {}  # who a person is stands with the provider, not here
        found.claims = claims
        return found

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as wrong:
            raise OAuth2Error("no ID token") from wrong
        if algorithm not in SIGNED:
            raise OAuth2Error(f"ID tokens signed by {algorithm} are not taken")
        issuer = self.openid_config["issuer"]
        told = sign_in.told().provider
        if told is None or issuer.rstrip("/") != told.issuer.rstrip("/"):
            raise OAuth2Error("another issuer answers")
        found: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=issuer,
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return found


def go(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send somebody to the provider; of the address only where they want to go is heeded."""
    asked = QueryDict(mutable=True)
    asked["next"] = request.GET.get("next", "")
    request.GET = asked  # type: ignore[assignment]
    return tried(request, OAuth2LoginView)


def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """What the provider answered."""
    return tried(request, OAuth2CallbackView)


def tried(request: HttpRequest, view: Any) -> HttpResponseBase:
    if sign_in.told().provider is None:
        return refusal(request, "failed")
    try:
        found: HttpResponseBase = view.adapter_view(Office(request))(request)
    except ImmediateHttpResponse as answer:
        stopped: HttpResponseBase = answer.response
        return stopped
    except (OAuth2Error, RequestException, KeyError, ValueError):
        journal.refused(request, way="oidc", why="failed", user=None)
        return refusal(request, "failed")
    return found
