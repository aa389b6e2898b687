"""What django-allauth asks of a project: no sign-up, no mails, one second step, our own pages and words."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.org import sign_in
from luoshi.org.access import standing
from luoshi.org.models import User
from luoshi.web.access import now
from luoshi.web.signing import identities, journal

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in, whichever way somebody came."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what was done."""

    def get_login_stages(self) -> list[str]:
        return ["luoshi.web.signing.adapters.SecondStep"]

    def is_reauthentication_required(self, **kwargs: Any) -> bool:
        """What changes the second step asks for a code itself."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        records = get_authentication_records(request, user)
        trusted = any(r["method"] == "socialaccount" for r in records) and by_provider()
        login(request, user, backend=BACKEND)
        if trusted or any(r["method"] == "mfa" for r in records):
            request.session[sign_in.STEPPED] = True

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who works on cases begins with what waits today; everybody else with the overview."""
        return reverse("work" if standing(request.user, now(request)).may("work.see") else "overview")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        journal.refused(request, way="oidc", why="closed", user=user, entry=True)
        return refusal(request, "closed")


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Asks for a code, unless the identity provider has asked already and the office relies on it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if "sociallogin" in (self.login.signal_kwargs or {}) and by_provider():
            return False
        return bool(super()._should_handle(request))


class Identities(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The office's identity provider, as its settings file tells it."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        told = sign_in.told().provider
        if told is None or provider not in (None, identities.OFFICE, "openid_connect"):
            return []
        app = SocialApp(
            provider="openid_connect",
            provider_id=identities.OFFICE,
            name=told.name[:40],
            client_id=told.client_id,
            secret=told.secret,
            settings={"server_url": told.issuer, "oauth_pkce_enabled": True, "scope": ["openid", "profile"]},
        )
        return [app]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Only existing, open accounts; everybody else reads what to do."""
        told = sign_in.told().provider
        assert told is not None
        sociallogin.token = None  # nothing is asked of the provider later
        if sociallogin.is_existing:
            found = identities.known(sociallogin.user)
        else:
            found = identities.named(told, sociallogin.claims)
        if found.why or found.user is None:
            clear_login(request)
            journal.refused(request, way="oidc", why=found.why, user=found.user, entry=True)
            raise ImmediateHttpResponse(refusal(request, found.why))
        if not sociallogin.is_existing:
            sociallogin.connect(request, found.user)
            journal.changed(request, found.user, "identity_tied")

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:  # fmt: skip
        why = "cancelled" if error == AuthError.CANCELLED else "failed"
        journal.refused(request, way="oidc", why=why, user=None)
        raise ImmediateHttpResponse(refusal(request, why))


class Steps(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step; its secrets are sealed with a key outside the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对。请看手机上的新码再试；手机的时间要准。"),
        "unverified_email": _("现在不能设置二次验证，请找系统管理员"),
    }

    def encrypt(self, text: str) -> str:
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return "落实"


def box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.SECOND_STEP_KEY).digest()))


def by_provider() -> bool:
    """Does the identity provider take the second step itself?"""
    told = sign_in.told().provider
    return told is not None and told.second_step == "provider"


def refusal(request: HttpRequest, why: str) -> HttpResponse:
    """Why the identity provider's answer opened nothing, and what to do."""
    status = {"failed": 502, "cancelled": 200}.get(why, 403)
    return render(request, "luoshi/sign_in_refused.html", {"why": why}, status=status)
