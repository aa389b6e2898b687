"""The code of a second step: asked for at sign-in and before the second step itself is changed."""

import hmac
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

BOX = {"class": "form-control code", "autocomplete": "one-time-code", "maxlength": "8", "spellcheck": "false"}


def field(words: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=words,
        help_text=help_text,
        widget=forms.TextInput(BOX),
        error_messages={"required": _("请填验证码")},
    )


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """A code from the telephone, or one of the recovery codes. Each opens once, whichever worker was asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = field(_("验证码"), _("手机验证器上的 6 位数字；手机不在时用 8 位恢复码"))

    def clean_code(self) -> str:
        with transaction.atomic():
            code: str = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.authenticator, code):
                raise forms.ValidationError(_("这个验证码已经用过。请等手机上的下一个码。"))
        return code


class EnrolForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new telephone proves that it was set up rightly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = field(_("验证码"), _("扫码后，填手机上显示的 6 位数字"))


def spend(authenticator: Authenticator, code: str) -> bool:
    """Use up a time step and all before it; False where it was used already."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = decrypt(row.data["secret"])
    step = next(
        n
        for n in yield_hotp_counters_from_time()
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, n)), code.strip().replace(" ", ""))
    )
    if step <= row.data.get("spent", 0):
        return False
    row.data["spent"] = step
    row.save(update_fields=["data"])
    return True
