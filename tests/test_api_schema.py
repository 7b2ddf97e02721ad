"""The documentation of the API: made without a warning, valid OpenAPI, and with every route in it."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

from django.core.management import call_command
from django.urls import URLResolver, get_resolver, reverse
from drf_spectacular.validation import validate_schema

ITSELF = {"/api/v1/schema", "/api/v1/docs"}
# Shares its saving with the change of a project, but nobody can be quicker with what is only being made.
NEVER_CONFLICT = {("/api/v1/projects", "post")}


def test_every_route_is_documented_without_a_warning(tmp_path: Path) -> None:
    made = tmp_path / "schema.json"
    call_command("spectacular", file=str(made), format="openapi-json", validate=True, fail_on_warn=True)
    schema = json.loads(made.read_text())
    validate_schema(schema)
    assert {path.rstrip("/") for path in schema["paths"]} == _routes() - ITSELF


def test_every_operation_has_a_summary_of_its_own(tmp_path: Path) -> None:
    made = tmp_path / "schema.json"
    call_command("spectacular", file=str(made), format="openapi-json")
    told: dict[str, list[str]] = {}
    for path, methods in json.loads(made.read_text())["paths"].items():
        for method, operation in methods.items():
            told.setdefault(operation.get("summary", "").strip(), []).append(f"{method} {path}")
    assert told.pop("", []) == []
    assert {summary: operations for summary, operations in told.items() if len(operations) > 1} == {}


def test_programs_sign_in_with_a_token_or_as_a_page_does(tmp_path: Path) -> None:
    made = tmp_path / "schema.json"
    call_command("spectacular", file=str(made), format="openapi-json")
    schema = json.loads(made.read_text())
    assert f"]({reverse('privacy')})" in schema["info"]["description"]
    assert schema["components"]["securitySchemes"] == {
        "apiToken": {"type": "http", "scheme": "bearer"},
        "cookieAuth": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }
    assert schema["paths"]["/api/v1/profile"]["get"]["security"] == [{"apiToken": []}, {"cookieAuth": []}]


def _routes() -> set[str]:
    """The API's routes in OpenAPI's spelling."""
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    assert isinstance(api, URLResolver)
    return {
        "/api/v1/" + _braced(str(entry.pattern))
        for part in api.url_patterns
        for entry in (part.url_patterns if isinstance(part, URLResolver) else [part])
    }


def _braced(route: str) -> str:
    """``runs/<uuid:public_id>`` as ``runs/{public_id}``; a primary key is documented by its name, ``id``."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route).replace("{pk}", "{id}")


def test_every_route_that_can_conflict_says_so(tmp_path: Path) -> None:
    """Whose code names a conflict is asked of the code itself: what its method calls in our packages, and so on."""
    made = tmp_path / "schema.json"
    call_command("spectacular", file=str(made), format="openapi-json")
    paths = json.loads(made.read_text())["paths"]
    declared = {
        (path.rstrip("/"), method)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if "409" in operation["responses"]
    }
    assert (
        declared
        == {
            (path, method)
            for path, view in _views()
            for method in ("post", "put", "patch", "delete")
            if (handler := getattr(view, method, None)) and _names_conflict(handler, view, set())
        }
        - NEVER_CONFLICT
    )


def _views() -> Iterator[tuple[str, type]]:
    api = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    assert isinstance(api, URLResolver)
    for part in api.url_patterns:
        for entry in part.url_patterns if isinstance(part, URLResolver) else [part]:
            if view := getattr(entry.callback, "cls", None):
                yield "/api/v1/" + _braced(str(entry.pattern)), view


def _names_conflict(function: Any, view: type, seen: set[Any]) -> bool:
    """Whether ``function`` raises or answers a conflict, by itself or through what it calls."""
    function = inspect.unwrap(function)
    if function in seen or not getattr(function, "__module__", "").startswith(("exchange.", "matching.")):
        return False
    seen.add(function)
    names = set(_names(function.__code__))
    if names & {"Conflict", "CONFLICT"}:
        return True
    called = [getattr(view, name, None) or function.__globals__.get(name) for name in names]
    return any(_names_conflict(one, view, seen) for one in called if inspect.isfunction(one))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
