"""Coming in, going out, choosing the language."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from axes.conf import settings as axes
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from luoshi.law.errors import CouldNot
from luoshi.org.models import User
from luoshi.org.sign_in import Provider, told
from luoshi.web.access import access
from luoshi.web.signing import journal, oidc, throttle


class SignInForm(AuthenticationForm):
    """Name and password. One answer to a wrong name and to a wrong password: neither is told apart."""

    error_messages = {
        "invalid_login": _("用户名或密码不对。请核对后再试；多次不对会暂停 15 分钟。"),
        "inactive": _("此账号已停用。请联系系统管理员。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("username", _("用户名")), ("password", _("密码"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs["class"] = "form-control"


class SignIn(LoginView):
    template_name = "luoshi/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signed in, or sent on to the second step first."""
        response: HttpResponse = perform_login(
            self.request, form.get_user(), redirect_url=self.get_redirect_url() or None
        )
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        user = User.objects.filter(username=form.data.get("username", "")[:150]).first()
        journal.refused(self.request, way="password", why="wrong", user=user)
        return super().form_invalid(form)

    def get_default_redirect_url(self) -> str:
        return get_adapter().get_login_redirect_url(self.request)  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(provider=provider(), **kwargs)


def provider() -> Provider | None:
    """The identity provider to offer; a fault in its settings must not keep passwords out."""
    try:
        return told().provider
    except CouldNot as fault:
        journal.log.error("%s", fault)
        return None


sign_in = access("open")(SignIn.as_view())
to_provider = access("open")(never_cache(oidc.go))
from_provider = access("open")(never_cache(oidc.back))
sign_out = access("self")(LogoutView.as_view())


@access("self")
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Set the language of the pages, and keep it for the person who is signed in."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Shown by the throttle after too many wrong passwords or codes; the one that was too many is put on record."""
    if getattr(request, "axes_failures_since_start", None) == axes.AXES_FAILURE_LIMIT:
        tried = throttle.whose(request)
        way = "code" if tried else "password"
        user = tried or User.objects.filter(username=request.POST.get("username", "")[:150]).first()
        journal.refused(request, way=way, why="paused", user=user, entry=user is not None)
    return render(request, "luoshi/locked.html", status=429)
