from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from luoshi.intake import tokens
from luoshi.org.models import Unit

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _alone(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "luoshi.api.tests.urls"
    outside = ("luoshi.web", "axes", "whitenoise")
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if not m.startswith(outside)]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A city with two bodies."""
    root = Unit.objects.create(code="city", name="某市", kind=Unit.Kind.CITY)
    return {
        "city": root,
        "housing": Unit.objects.create(code="housing", name="住建局", parent=root),
        "water": Unit.objects.create(code="water", name="水务局", parent=root),
    }


def bearer(unit: Unit | None = None, *scopes: str) -> Client:
    """A client with a fresh token."""
    _, text = tokens.issue("窗口系统", at=NOW, scopes=scopes or ("read", "write"), unit=unit)
    return Client(headers={"Authorization": f"Bearer {text}"})
