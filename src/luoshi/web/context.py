"""What every template can rely on."""

from typing import Any

from django.http import HttpRequest


def shared(request: HttpRequest) -> dict[str, Any]:
    return {}
