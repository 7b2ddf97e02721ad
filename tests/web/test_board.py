"""The board for Grafana asks for figures that there are, and for all of them."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from matching.enums import RunKind
from matching.models import Run

BOARD: dict[str, Any] = json.loads((settings.BASE_DIR / "docs" / "grafana.json").read_text())
NAME = re.compile(r"\bgyoryu_\w+")


def asked() -> set[str]:
    return {name for panel in BOARD["panels"] for target in panel["targets"] for name in NAME.findall(target["expr"])}


@pytest.mark.django_db
def test_every_figure_of_the_board_is_told_and_every_figure_is_on_it(client: Client) -> None:
    """By the names that stand in the text: each family says its own even where it has no samples yet."""
    client.get("/")  # of the requests only those that were
    Run.objects.create(kind=RunKind.FULL)
    text = client.get(reverse("metrics")).content.decode()
    families = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE ")}
    told = families | {f"{name}{part}" for name in families for part in ("_bucket", "_count", "_sum")}
    assert asked() - told == set()
    missing = {name for name in families if not any(one.startswith(name) for one in asked())}
    assert missing == {"gyoryu_info"}


def test_panels_have_names_of_their_own_and_lie_on_none_of_the_others() -> None:
    panels = BOARD["panels"]
    assert len({panel["title"] for panel in panels}) == len({panel["id"] for panel in panels}) == len(panels)
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
    assert len(places) == len(panels)
