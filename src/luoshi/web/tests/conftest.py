"""An office with people, and a client signed in as one of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from luoshi.org.models import User
from luoshi.web.tests import sample

As = Callable[..., Client]


@pytest.fixture
def people(db: None) -> dict[str, User]:
    return sample.people()


@pytest.fixture
def signed_in(people: dict[str, User]) -> As:
    """`signed_in("office")`, in Chinese unless told otherwise."""

    def client(name: str, language: str = "zh-hans") -> Client:
        made = Client(headers={"accept-language": language})
        made.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
        return made

    return client
