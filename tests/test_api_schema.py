"""The documentation of the API: made without a warning, valid OpenAPI, and with every route in it."""

import json
import re
from pathlib import Path

from django.core.management import call_command
from django.urls import URLResolver, get_resolver
from drf_spectacular.validation import validate_schema

ITSELF = {"/api/v1/schema", "/api/v1/docs"}


def test_every_route_is_documented_without_a_warning(tmp_path: Path) -> None:
    made = tmp_path / "schema.json"
    call_command("spectacular", file=str(made), format="openapi-json", validate=True, fail_on_warn=True)
    schema = json.loads(made.read_text())
    validate_schema(schema)
    assert {path.rstrip("/") for path in schema["paths"]} == _routes() - ITSELF


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
