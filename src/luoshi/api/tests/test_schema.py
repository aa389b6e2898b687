"""Whatever a machine may send, the API answers as its own schema says (schemathesis, bounded, fixed seed)."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from luoshi.api.tests.conftest import NOW
from luoshi.intake import tokens
from luoshi.monitor.follow import catch_up

pytestmark = pytest.mark.django_db
EXAMPLES = 25
OPERATIONS = [
    ("POST", "/api/v1/entries"),
    ("POST", "/api/v1/attachments"),
    ("POST", "/api/v1/matters"),
    ("GET", "/api/v1/matters/{matter}/acts"),
    ("POST", "/api/v1/matters/{matter}/acts/{act}"),
    ("POST", "/api/v1/matters/{matter}/code"),
    ("GET", "/api/v1/clocks"),
    ("GET", "/api/v1/cards"),
    ("GET", "/api/v1/matters/{matter}"),
    ("GET", "/api/v1/matters/{matter}/clocks"),
    ("GET", "/api/v1/matters/{matter}/cards"),
    ("GET", "/api/v1/due"),
    ("GET", "/api/v1/reports/lateness"),
]


@pytest.fixture
def document() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_the_schema_is_openapi_3_1_and_names_every_operation(document: Any) -> None:
    assert document.raw_schema["openapi"].startswith("3.1")
    found = {
        (method.upper(), path) for path, methods in document.raw_schema["paths"].items() for method in methods
    }
    assert found == set(OPERATIONS)
    document.validate()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_keep_to_the_schema(document: Any, method: str, path: str, mode: GenerationMode) -> None:
    _, text = tokens.issue("检验", at=NOW, scopes=("read", "write"))
    operation = document[path][method]
    catch_up(at=NOW)

    @seed(20261123)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {text}"})

    run()
