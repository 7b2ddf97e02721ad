"""The tables of the pairing came from the proposals: whatever was in them is still there, and its history goes on."""

from datetime import date, timedelta
from typing import Any

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

MODELS = ("FirstReview", "PairingRound", "Priority", "PairedPapers")
LEAVING = ("proposals", "0060_pairing_leaves")


def migrated_to(*targets: tuple[str, str | None]) -> Apps:
    """``None`` is the state before a slice's first migration."""
    return MigrationExecutor(connection).migrate(list(targets)).apps


def unmigrated() -> Apps:
    """As it was before, with the proposals' own tables."""
    loader = MigrationExecutor(connection).loader
    return migrated_to(("pairing", None), *loader.get_migration(*LEAVING).dependencies)


def fill(apps: Apps) -> None:
    """A row in each of the four tables, one of them changed since, and what the administration keeps on them."""

    def make(label: str, **values: Any) -> Any:
        return apps.get_model(label).objects.create(**values)

    agency = make("programmes.Agency", code="iitp", name_en="IITP", name_ko="IITP", side="KR", currency="KRW")
    days = {"starts_on": date(2025, 1, 1), "ends_on": date(2028, 1, 1)}
    call = make(
        "programmes.Call", programme=make("programmes.Programme", name_en="P", name_ko="P", **days), title_en="C"
    )
    korean, american, joint = (
        make("proposals.Proposal", call=call, stage="concept_paper", sides=sides, title_en=sides[0])
        for sides in (["KR"], ["US"], ["KR", "US"])
    )
    round_ = make("proposals.PairingRound", call=call, closes_at=timezone.now() + timedelta(days=1))
    make("proposals.FirstReview", proposal=korean, agency=agency, is_eligible=True)
    make("proposals.Priority", round=round_, chooser=korean, counterpart=american, rank=1)
    make("proposals.PairedPapers", round=round_, korean=korean, american=american, joint=joint)
    apps.get_model("proposals.FirstReview").objects.update(reason="Novel")


def rows(apps: Apps, app: str) -> dict[str, tuple[list[Any], list[Any]]]:
    """By model, all its rows and all of its history."""

    def all_of(name: str) -> list[Any]:
        return list(apps.get_model(app, name).objects.order_by("pk").values())

    return {name: (all_of(name), all_of(f"{name}Event")) for name in MODELS}


def histories(apps: Apps) -> dict[str, list[str]]:
    return {
        name: list(apps.get_model("pairing", f"{name}Event").objects.order_by("pk").values_list("pgh_label", flat=True))
        for name in MODELS
    }


def names(app: str) -> tuple[int, int]:
    """How many tables, indexes, sequences and content types are called after ``app``."""
    begin = [f"{app}_{name.lower()}" for name in MODELS]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname::text ^@ ANY (%s)", [begin])
        relations = cursor.fetchone()[0]
        known = "SELECT count(*) FROM django_content_type WHERE app_label = %s AND model = ANY (%s)"
        cursor.execute(known, [app, [name.lower() for name in MODELS]])
        return relations, cursor.fetchone()[0]


def test_what_was_there_survives_and_its_history_goes_on(database_before: None) -> None:
    migrated_to(("pairing", "0001_initial"))
    ours = names("pairing")
    apps = unmigrated()
    assert (names("proposals"), names("pairing")) == (ours, (0, 0))
    fill(apps)
    kept = rows(apps, "proposals")
    assert {name: [len(part) for part in parts] for name, parts in kept.items()} == {
        "FirstReview": [1, 2],
        "PairingRound": [1, 1],
        "Priority": [1, 1],
        "PairedPapers": [1, 1],
    }
    apps = migrated_to(("pairing", "0001_initial"))
    assert rows(apps, "pairing") == kept
    assert (names("proposals"), names("pairing")) == ((0, 0), ours)
    apps.get_model("pairing.FirstReview").objects.update(is_eligible=False)
    apps.get_model("pairing.PairingRound").objects.update(state="closed")
    apps.get_model("pairing.Priority").objects.all().delete()
    apps.get_model("pairing.PairedPapers").objects.update(joint=None)
    assert histories(apps) == {
        "FirstReview": ["insert", "update", "update"],
        "PairingRound": ["insert", "update"],
        "Priority": ["insert", "delete"],
        "PairedPapers": ["insert", "update"],
    }
