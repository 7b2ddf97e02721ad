"""A database from before managers' lists had a room of their own keeps every row, and its history goes on."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from exchange.office.models import BatchRecipient, Export, MessageBatch, SavedView

BEFORE = [("proposals", "0060_pairing_leaves"), ("auth", "0012_alter_user_first_name_max_length")]
AFTER = [("office", "0004_schedule_and_rights")]
TABLES = {
    "proposals_savedview": "office_savedview",
    "proposals_proposalexport": "office_export",
    "proposals_proposalexportevent": "office_exportevent",
    "proposals_messagebatch": "office_messagebatch",
    "proposals_messagebatchevent": "office_messagebatchevent",
    "proposals_batchrecipient": "office_batchrecipient",
}


def migrate(targets: list[Any]) -> Any:
    """The models as they are there."""
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def counts(tables: Any) -> list[int]:
    with connection.cursor() as cursor:
        return [cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608 - ours


def fill(apps: Any) -> dict[str, Any]:
    """A view, an export that was written and a message to two people, each with its history."""
    model = apps.get_model
    users = [model("people", "User").objects.create(email=f"{name}@example.org") for name in ("manager", "lead")]
    dates = {"starts_on": date(2026, 1, 1), "ends_on": date(2028, 1, 1)}
    programme = model("programmes", "Programme").objects.create(name_en="Programme", name_ko="사업", **dates)
    draft, call = (model("programmes", "Call").objects.create(programme=programme, title_en=name) for name in "AB")
    proposal = model("proposals", "Proposal").objects.create(call=call, stage="white_paper", sides=["KR", "US"])
    people = [
        model("proposals", "TeamMember").objects.create(proposal=proposal, side=side, email=f"{side}@example.org")
        for side in ("KR", "US")
    ]
    model("proposals", "SavedView").objects.create(user=users[0], call=call, name="Drafts", query="state=draft")
    model("proposals", "SavedView").objects.create(user=users[0], call=draft, name="Drafts", is_default=True)
    export = model("proposals", "ProposalExport").objects.create(call=call, requested_by=users[0], format="csv")
    export.state = "running"
    export.save()
    batch = model("proposals", "MessageBatch").objects.create(call=call, audience="team", subject_en="Hello")
    for member in people:
        model("proposals", "BatchRecipient").objects.create(
            batch=batch, member=member, proposal=proposal, user=users[1]
        )
    _give_right(model, users[0])
    return {"call": call.pk, "other": draft.pk, "proposal": proposal.pk, "members": [member.pk for member in people]}


def _give_right(model: Any, user: Any) -> None:
    kind = model("contenttypes", "ContentType").objects.create(app_label="proposals", model="proposalexport")
    right = model("auth", "Permission").objects.create(content_type=kind, codename="view_proposalexport", name="See")
    user.user_permissions.add(right)


def test_every_row_with_its_history_the_schedule_and_rights_survive(database_before: None) -> None:
    known = fill(migrate(BEFORE))
    before = counts(TABLES)
    assert before == [2, 1, 2, 1, 1, 2]
    model = migrate(AFTER).get_model
    assert counts(TABLES.values()) == before
    kept = SavedView.objects.order_by("pk").values_list("list_key", "scope_id", "name", "query", "is_default")
    assert [*kept] == [
        ("proposals", known["call"], "Drafts", "state=draft", False),
        ("proposals", known["other"], "Drafts", "", True),
    ]
    recipients = BatchRecipient.objects.values_list("row_id", "place_id", "batch__list_key", "batch__scope_id")
    assert [*recipients] == [(known["proposal"], place, "proposals", known["call"]) for place in known["members"]]
    events = model("office", "ExportEvent").objects.order_by("pgh_id").values_list("list_key", "scope_id", "state")
    assert [*events] == [("proposals", known["call"], state) for state in ("queued", "running")]
    _check_schedule_and_rights(model)
    Export.objects.update(state="done")
    MessageBatch.objects.update(state="sent")
    assert counts(TABLES.values()) == [2, 1, 3, 1, 2, 2]


def _check_schedule_and_rights(model: Any) -> None:
    tasks = model("django_celery_beat", "PeriodicTask").objects.filter(task__regex="recover_(exports|batches)")
    assert {*tasks.values_list("name", "task")} == {
        ("Recover and clean exports", "exchange.office.tasks.recover_exports"),
        ("Recover messages", "exchange.office.tasks.recover_batches"),
    }
    rights = model("people", "User").objects.get(email="manager@example.org").user_permissions
    assert [*rights.values_list("content_type__app_label", "content_type__model", "codename")] == [
        ("office", "export", "view_export")
    ]
