"""The second step: asked for at sign-in, set up with a telephone, renewed and taken away by its owner."""

from typing import Any

from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.internal.flows import activate_totp
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from luoshi.org import sign_in
from luoshi.org.models import User
from luoshi.web.access import access, standing_of
from luoshi.web.signing import journal, throttle
from luoshi.web.signing.adapters import Steps
from luoshi.web.signing.forms import CodeForm, EnrolForm
from luoshi.web.views.session import locked_out


class AskCode(AuthenticateView):  # type: ignore[misc]
    """After the password, before anything is shown."""

    template_name = "luoshi/sign_in_code.html"

    def get_form_class(self) -> type[CodeForm]:
        return CodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = self.stage.login.user
        if not throttle.may_try(request, user):
            return locked_out(request)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: CodeForm) -> HttpResponse:
        throttle.passed(self.stage.login.user)
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        wrong_code(self.request, self.stage.login.user)
        response: HttpResponse = super().form_invalid(form)
        return response


ask_code = access("open")(AskCode.as_view())


def wrong_code(request: HttpRequest, user: User) -> None:
    """Counted; one too many turns every answer into the page that says to wait (web.middleware)."""
    journal.refused(request, way="code", why="wrong", user=user)
    throttle.failed(request, user)


@access("self")
@never_cache
def second_step(request: HttpRequest) -> HttpResponseBase:
    """One's own second step: not set up yet, set up but not taken in this session, or in order."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    user = request.user
    asked = request.POST.get("action", "")
    enrolled = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if enrolled is None:
        return enrol(request, user)
    form = CodeForm(request.POST if asked else None, user=user)
    if asked:
        if not throttle.may_try(request, user):
            return locked_out(request)
        if not form.is_valid():
            wrong_code(request, user)
        elif asked == "remove" and required(request):
            form.add_error(None, _("您的岗位必须有二次验证，不能解除；换手机请找系统管理员重设"))
        else:
            throttle.passed(user)
            return done(request, user, enrolled, asked)
    shown = {"form": form, "enrolled": enrolled, "required": required(request), "left": left(user)}
    shown["stepped"] = bool(request.session.get(sign_in.STEPPED))
    return render(request, "luoshi/second_step.html", shown, status=422 if asked else 200)


def enrol(request: HttpRequest, user: User) -> HttpResponse:
    form = EnrolForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            activate_totp(request, form)
            journal.changed(request, user, "second_step_set")
        request.session[sign_in.STEPPED] = True
        return codes(request, user)
    steps = Steps()
    drawn = steps.build_totp_svg(steps.build_totp_url(user, form.secret))
    shown = {
        "form": form,
        "drawn": SafeString(drawn[drawn.index("<svg") :]),
        "secret": " ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4)),
        "required": required(request),
    }
    return render(
        request, "luoshi/second_step_enrol.html", shown, status=422 if request.method == "POST" else 200
    )


def done(request: HttpRequest, user: User, enrolled: Authenticator, asked: str) -> HttpResponse:
    """What a right code was given for."""
    request.session[sign_in.STEPPED] = True
    if asked == "codes":
        generate_recovery_codes(request)
        return codes(request, user)
    if asked == "remove":
        with transaction.atomic():
            delete_and_cleanup(request, enrolled)
            journal.changed(request, user, "second_step_removed")
        del request.session[sign_in.STEPPED]
        messages.success(request, _("已解除二次验证"))
        return redirect("second-step")
    return redirect("overview")


def codes(request: HttpRequest, user: User) -> HttpResponse:
    """The recovery codes, shown this once."""
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    shown = {"codes": kept.wrap().get_unused_codes()}
    return render(request, "luoshi/second_step_codes.html", shown)


def left(user: User) -> int:
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def required(request: HttpRequest) -> bool:
    held = standing_of(request)
    return any(held.holds(role) for role in sign_in.told().required)
