"""The API for machines: `api.urls` under /api/v1/. Tokens or sessions; every failure a problem document."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from luoshi.api.callers import Session, Throttle, Token
from luoshi.api.cases import router as cases
from luoshi.api.problems import CONTENT_TYPE, install, not_allowed, not_found, problem
from luoshi.api.routes import router


class Api(NinjaAPI):
    """django-ninja, with problem documents also where no route answers, and said so in the schema."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {CONTENT_TYPE: answer["content"]["application/json"]}
        return schema

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = _explained(pattern.callback)
        return [*patterns, re_path(r"^[\s\S]*$", _nowhere, name="nowhere")]


def _explained(view: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a bare 405 into a problem document."""

    @wraps(view)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            return not_allowed(response["Allow"])
        return response

    return explained


@csrf_exempt
def _nowhere(request: HttpRequest) -> HttpResponse:
    return problem(404, not_found())


api = Api(
    title="落实 Luoshi",
    version="1",
    description="Matters, clocks, cards, due dates and lateness; entries by the batch.",
    urls_namespace="api",
    auth=[Token(), Session()],
    throttle=[Throttle()],
    docs_url=None,
)
install(api)
api.add_router(
    "", cases
)  # before the rest: a matter's own address would take its acts for a part of its name
api.add_router("", router)
