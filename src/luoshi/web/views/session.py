"""Coming in, going out, choosing the language."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from luoshi.org.access import standing
from luoshi.org.models import User
from luoshi.web.access import access, now


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
        response = super().form_valid(form)
        user = form.get_user()
        if isinstance(user, User) and user.language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True)
        return response

    def get_default_redirect_url(self) -> str:
        """Who works on cases begins with what waits today; everybody else with the overview."""
        return reverse(
            "work" if standing(self.request.user, now(self.request)).may("work.see") else "overview"
        )


sign_in = access("open")(SignIn.as_view())
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
    """Shown by the throttle after too many wrong passwords."""
    return render(request, "luoshi/locked.html", status=429)
