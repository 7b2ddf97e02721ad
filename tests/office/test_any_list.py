"""A slice registers a list and gets filters, views, files and messages, whatever its rows are."""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation

from exchange.http.stale import Stale
from exchange.messaging.models import OutboxMessage
from exchange.office.enums import BatchState, ExportFormat, RecipientState
from exchange.office.models import BatchRecipient, Export, MessageBatch, SavedView
from exchange.office.selectors.batch import managed_batches, previews, reach_of
from exchange.office.services.batch import (
    cancel_batch,
    change_batch,
    deliver_batch,
    retry_batch,
    review_batch,
    send_batch,
    write_batch,
)
from exchange.office.services.export import delete_expired_exports, request_export, write_export
from exchange.office.services.personal_data import OfficeHolder
from exchange.office.services.saved_view import save_view
from exchange.office.services.table import CsvWriter, XlsxTableWriter
from exchange.people.models import Researcher, User
from exchange.people.services.account import erase_account
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call, Programme
from tests.office.files import read_csv, read_sheet
from tests.office.programme_calls import BEGUN, CALLS, TEXTS, CallListing, written

pytestmark = pytest.mark.django_db

SignIn = Callable[[User | Researcher], Client]


def address(programme: Programme, part: str = "") -> str:
    return f"/programmes/{programme.public_id}/calls/{part}"


def test_the_page_is_a_table_of_the_columns_and_filtered(
    calls: list[Call], programme: Programme, korean_manager: User, client_of: SignIn
) -> None:
    client = client_of(korean_manager)
    page = client.get(address(programme)).content.decode()
    assert [page.count(words) for words in ("Calls: all of them</h1>", "2 calls", "₩125,000,000", "Write to them")] == [
        1, 1, 1, 1,
    ]  # fmt: skip
    drafts = client.get(address(programme), {"state": "draft"})
    assert [row.pk for row in drafts.context["page"]] == [calls[1].pk]
    assert len(client.get(address(programme), {"begun_from": "2026-03-03"}).context["page"]) == 0
    assert len(client.get(address(programme), {"begun_from": "soon", "state": "x"}).context["page"]) == 2


def test_nobody_else_finds_anything_of_it(
    calls: list[Call], programme: Programme, us_manager: User, korean_manager: User, client_of: SignIn
) -> None:
    export = request_export(CALLS, programme, listing=CallListing(), file_format=ExportFormat.CSV, by=korean_manager)
    batch = write_batch(CALLS, programme, listing=CallListing(), texts=TEXTS, by=korean_manager)
    parts = ("", "exports/", "messages/", "messages/new/")
    addresses = [address(programme, part) for part in parts]
    addresses += [f"/team-messages/{batch.public_id}/", f"/exports/{export.public_id}/"]
    statuses = [[client_of(one).get(each).status_code for each in addresses] for one in (korean_manager, us_manager)]
    assert statuses == [[200, 200, 200, 200, 200, 302], [404] * 6]
    programme.managers.all().delete()
    assert [client_of(korean_manager).get(each).status_code for each in addresses] == [404] * 6
    assert not managed_batches(korean_manager).exists()


def test_a_view_is_of_its_list_and_scope(
    calls: list[Call], programme: Programme, korean_manager: User, client_of: SignIn
) -> None:
    client = client_of(korean_manager)
    for list_key, scope_id in (("calls", programme.pk + 1), ("proposals", programme.pk)):
        SavedView.objects.create(
            user=korean_manager,
            list_key=list_key,
            scope_id=scope_id,
            name="Mine",
            query="state=closed",
            is_default=True,
        )
    typed = {"name": "Drafts", "query": "state=draft&evil=1", "is_default": "on"}
    kept = client.post(address(programme, "views/"), typed)
    assert kept["Location"] == client.get(address(programme))["Location"] == address(programme, "?state=draft")
    assert [view.name for view in client.get(kept["Location"]).context["views"]] == ["Drafts"]
    others = SavedView.objects.exclude(name="Drafts")
    for view in SavedView.objects.all():
        client.post(address(programme, f"views/{view.pk}/delete/"))
    assert [*SavedView.objects.all()] == [*others] != []


def test_files_keep_the_kind_of_each_cell(calls: list[Call], programme: Programme, korean_manager: User) -> None:
    contents = {}
    for file_format in ExportFormat:
        listing = CallListing(state="published") if file_format == ExportFormat.XLSX else CallListing()
        export = request_export(CALLS, programme, listing=listing, file_format=file_format, by=korean_manager)
        assert write_export(export.pk)
        export.refresh_from_db()
        contents[file_format] = Path(export.path).name and _content(export)
    table = read_csv(contents[ExportFormat.CSV])
    zone = korean_manager.time_zone
    assert table[0] == ["Call", "State", "Topics", "Programme begins", f"Begun ({zone})", "Ceiling", "By"]
    begun = "2026-03-02 00:04"
    title = "Human-robot teams"
    assert table[1:] == [
        [title, "Published", "0", "2025-07-01", begun, "125000000 KRW", str(korean_manager)],
        [title, "Draft", "0", "2025-07-01", begun, "", str(calls[1].created_by)],
    ]
    sheet = read_sheet(contents[ExportFormat.XLSX])
    assert sheet.rows[1:] == [[title, "Published", "0", "2025-07-01", begun, "125,000,000 KRW", str(korean_manager)]]
    assert (sheet.name, sheet.filtered, sheet.frozen) == ("Calls  all of them", "A1:G2", "A2")
    assert [round(width) for width in sheet.widths] == [29, 29, 11, 20, 22, 19, 29]


def _content(export: Export) -> bytes:
    from django.core.files.storage import default_storage

    with default_storage.open(export.path) as file:
        return bytes(file.read())


SPACES = ("", " ", "\t", "\r", "\n", "\u00a0", "\u3000", "\u2009 ", "\u2028")
SHAPELESS = (
    "\u200b",
    "\ufeff",
    "\u202e",
    "\x01",
    "\x7f",
    "\u2800",
    "\u3164",
    "\ufe00",
    "\ufe0f",
    " \u061c\u200d",
    "\u061c\u200c",
)


@pytest.mark.parametrize("space", SPACES + SHAPELESS)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_begins_a_formula_whatever_space_stands_first(tmp_path: Path, space: str, start: str) -> None:
    cell, head = f"{space}{start}1+1", [("A", CALLS.columns[0].kind)]
    with CsvWriter(tmp_path / "csv", title="", head=head) as plain:
        plain.write([cell])
    written = (tmp_path / "csv").read_bytes().decode("utf-8-sig")
    assert (f"'{space}" in written, f"{start}1+1" in written) == (True, True)
    with XlsxTableWriter(tmp_path / "xlsx", title="", head=head) as sheet:
        sheet.write([cell])
    with zipfile.ZipFile(tmp_path / "xlsx") as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("parted", [";", "\t", "\n", "\r", ";\u00a0", ";\ufe00", ';"', ';" '])
def test_no_formula_begins_where_other_countries_part_cells(tmp_path: Path, parted: str) -> None:
    """Opened where semicolons part them, a line is cut there, within quotes, too."""
    with CsvWriter(tmp_path / "csv", title="", head=[("A", CALLS.columns[0].kind)]) as plain:
        plain.write([f"Trust{parted}=1+1"])
    assert f"Trust{parted[0]}'{parted[1:]}=1+1".replace('"', '""') in (tmp_path / "csv").read_bytes().decode(
        "utf-8-sig"
    )


def test_an_empty_sheet_and_a_long_cell_can_be_opened(tmp_path: Path) -> None:
    head = [(column.header(), column.kind) for column in CALLS.columns[:1]]
    for path, cells in ((tmp_path / "empty", []), (tmp_path / "long", ["가" * 40_000])):
        with XlsxTableWriter(path, title="[]", head=head) as writer:
            for cell in cells:
                writer.write([cell])
    assert read_sheet((tmp_path / "empty").read_bytes()).filtered == "A1"
    sheet = read_sheet((tmp_path / "long").read_bytes())
    assert (sheet.name, [len(row[0]) for row in sheet.rows]) == ("Sheet", [4, 32_767])
    with CsvWriter(tmp_path / "formula", title="", head=[("=1+1", head[0][1])]) as plain:
        plain.write([" ＝1+1"])
    assert read_csv((tmp_path / "formula").read_bytes()) == [["'=1+1"], ["' ＝1+1"]]


def test_a_message_is_read_beforehand_and_goes_once_to_who_takes_part(
    calls: list[Call], programme: Programme, korean_manager: User, us_manager: User, client_of: SignIn
) -> None:
    User.objects.filter(pk=us_manager.pk).update(language="ko")
    client = client_of(korean_manager)
    made = client.post(address(programme, "messages/new/"), {**TEXTS, "audience": "starters", "query": ""})
    batch = MessageBatch.objects.get()
    assert (made["Location"], batch.list_key, batch.scope_id) == (
        f"/team-messages/{batch.public_id}/", "calls", programme.pk,
    )  # fmt: skip
    reach = reach_of(batch)
    assert (reach.letters, reach.people, reach.rows) == (2, 2, 2)
    shown = client.get(made["Location"]).content.decode()
    assert [shown.count(words) for words in ("About Human-robot teams", "{call} 안내", "Its title is secret.")] == [
        1,
        1,
        1,
    ]
    review_batch(batch, revision=1, by=korean_manager)
    send_batch(batch, revision=1, by=korean_manager)
    assert [deliver_batch(batch.pk), deliver_batch(batch.pk)] == [True, False]
    letters = {message.user_id: (message.subject, message.body_text) for message in OutboxMessage.objects.all()}
    assert letters[us_manager.pk][0] == "Human-robot teams (국문) 안내"
    assert letters[korean_manager.pk][1].startswith("Human-robot teams, begun in 2026.")


def test_who_has_left_or_is_gone_gets_no_letter(
    calls: list[Call], programme: Programme, korean_manager: User, client_of: SignIn
) -> None:
    batch = write_batch(CALLS, programme, listing=CallListing(), texts=TEXTS, by=korean_manager)
    Call.objects.filter(pk=calls[0].pk).update(state=CallState.CLOSED)
    Call.objects.filter(pk=calls[1].pk).delete()
    review_batch(batch, revision=1, by=korean_manager)
    send_batch(batch, revision=1, by=korean_manager)
    assert deliver_batch(batch.pk)
    assert [*BatchRecipient.objects.values_list("state", flat=True)] == [RecipientState.LEFT] * 2
    assert OutboxMessage.objects.count() == 0
    assert [preview.letter is None for preview in previews(batch, batch.recipients.all())] == [False, True]
    assert client_of(korean_manager).get(f"/team-messages/{batch.public_id}/").status_code == 200
    batch.refresh_from_db()
    assert batch.state == BatchState.SENT


@pytest.mark.parametrize(
    ("changes", "objections"),
    [
        ({"body_ko": "{title}"}, {"body_ko": ["Line 1: {title} is not a placeholder."]}),
        ({"audience": "leads"}, {"audience": ["Choose who gets it."]}),
    ],
)
def test_what_the_list_does_not_know_is_refused(
    calls: list[Call], programme: Programme, korean_manager: User, changes: dict[str, str], objections: Any
) -> None:
    with pytest.raises(ValidationError) as refused:
        write_batch(CALLS, programme, listing=CallListing(), texts={**TEXTS, **changes}, by=korean_manager)
    assert (refused.value.message_dict, MessageBatch.objects.count()) == (objections, 0)


def test_a_filter_that_is_not_known_is_an_error_not_a_longer_list() -> None:
    with pytest.raises(TypeError):
        CallListing.from_query("state=draft&owner=1")
    with translation.override("ko"):
        listing = CallListing(state="draft", begun_from=BEGUN.date())
        assert CallListing.from_query(listing.query()) == listing


ACTS: dict[str, tuple[Any, set[str]]] = {
    "change": (
        lambda batch, by, revision: change_batch(batch, texts=TEXTS, revision=revision, by=by),
        {"draft", "reviewed"},
    ),
    "review": (lambda batch, by, revision: review_batch(batch, revision=revision, by=by), {"draft"}),
    "send": (lambda batch, by, revision: send_batch(batch, revision=revision, by=by), {"reviewed"}),
    "cancel": (lambda batch, by, revision: cancel_batch(batch), {"draft", "reviewed"}),
}
BECOMES = {"change": "draft", "review": "reviewed", "send": "queued", "cancel": "cancelled"}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("state", BatchState)
def test_each_act_has_its_states_and_reaches_no_other_message(
    calls: list[Call], programme: Programme, korean_manager: User, name: str, state: BatchState
) -> None:
    act, states = ACTS[name]
    batch, other = (written(programme, korean_manager, state) for _number in range(2))
    if name != "cancel":
        with pytest.raises(Stale):
            act(batch, korean_manager, 2)
    if state in states:
        act(batch, korean_manager, 1)
    else:
        with pytest.raises(Stale):
            act(batch, korean_manager, 1)
    assert MessageBatch.objects.get(pk=batch.pk).state == (BECOMES[name] if state in states else state)
    assert (MessageBatch.objects.get(pk=other.pk).state, other.recipients.count()) == (state, 2)


@pytest.mark.parametrize("state", BatchState)
def test_what_failed_is_tried_again_and_nothing_else(
    calls: list[Call], programme: Programme, korean_manager: User, state: BatchState
) -> None:
    batch, other = (written(programme, korean_manager, state) for _number in range(2))
    mails = [
        OutboxMessage.objects.create(category="call", key=str(number), address="a@example.org", state="failed")
        for number in range(2)
    ]
    for one, mail in zip((batch, other), mails, strict=True):
        first, second = one.recipients.order_by("pk")
        BatchRecipient.objects.filter(pk=first.pk).update(state=RecipientState.FAILED, error="disk full")
        BatchRecipient.objects.filter(pk=second.pk).update(state=RecipientState.WRITTEN, message=mail)
    assert retry_batch(batch) == 2
    assert MessageBatch.objects.get(pk=batch.pk).state == ("queued" if state == BatchState.SENT else state)
    assert list(batch.recipients.order_by("pk").values_list("state", "error")) == [("waiting", ""), ("written", "")]
    assert MessageBatch.objects.get(pk=other.pk).state == state
    assert list(other.recipients.order_by("pk").values_list("state", flat=True)) == ["failed", "written"]
    assert [OutboxMessage.objects.get(pk=mail.pk).state for mail in mails] == ["queued", "failed"]
    assert retry_batch(batch) == 0


def test_only_letters_that_wait_are_written(
    calls: list[Call], programme: Programme, korean_manager: User, us_manager: User
) -> None:
    batch, other = (written(programme, korean_manager, BatchState.QUEUED) for _number in range(2))
    batch.recipients.filter(user=us_manager).update(state=RecipientState.LEFT)
    assert deliver_batch(batch.pk)
    assert dict(batch.recipients.values_list("user", "state")) == {korean_manager.pk: "written", us_manager.pk: "left"}
    assert set(other.recipients.values_list("state", flat=True)) == {"waiting"}


def test_one_file_is_written_at_a_time_of_the_same_rows_for_the_same_person(
    calls: list[Call], programme: Programme, korean_manager: User, us_manager: User
) -> None:
    def ask(by: User, file_format: ExportFormat = ExportFormat.CSV, **listing: Any) -> int:
        return request_export(CALLS, programme, listing=CallListing(**listing), file_format=file_format, by=by).pk

    first = ask(korean_manager)
    others = [ask(us_manager), ask(korean_manager, ExportFormat.XLSX), ask(korean_manager, state="draft")]
    assert (ask(korean_manager), len({first, *others})) == (first, 4)
    assert write_export(first)
    again = ask(korean_manager)
    assert again != first
    held = OfficeHolder().export(korean_manager)["exports"]
    assert {row["public_id"] for row in held} == set(
        Export.objects.filter(requested_by=korean_manager).values_list("public_id", flat=True)
    )


@pytest.mark.parametrize(("state", "before", "goes"), [("done", 0, True), ("done", -1, False), ("expired", 9, False)])
def test_files_go_when_their_time_is_over(
    calls: list[Call], programme: Programme, korean_manager: User, state: str, before: int, goes: bool
) -> None:
    export = request_export(CALLS, programme, listing=CallListing(), file_format=ExportFormat.CSV, by=korean_manager)
    assert write_export(export.pk)
    with time_machine.travel(BEGUN, tick=False):
        Export.objects.update(state=state, expires_at=BEGUN - timedelta(seconds=before))
        assert delete_expired_exports() == goes
    export.refresh_from_db()
    assert (export.path == "") is goes


def test_what_one_asked_for_is_ones_own_and_its_files_go_along(
    calls: list[Call],
    programme: Programme,
    korean_manager: User,
    us_manager: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    drafts = CallListing.from_query("state=draft")  # which the Korean manager is not named in
    for user in (korean_manager, us_manager):
        save_view(CALLS, programme, user=user, name="Mine", query="state=draft", is_default=True)
        asked = request_export(CALLS, programme, listing=drafts, file_format=ExportFormat.CSV, by=user)
        assert write_export(asked.pk)
    save_view(CALLS, programme, user=us_manager, name="Other", query="", is_default=False)
    paths, own = dict(Export.objects.values_list("requested_by", "path")), korean_manager.pk
    held = OfficeHolder().export(korean_manager)
    assert ([view["name"] for view in held["saved_views"]], len(held["exports"])) == (["Mine"], 1)
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(korean_manager, by=korean_manager)
    assert [default_storage.exists(paths[pk]) for pk in (own, us_manager.pk)] == [False, True]
    assert set(SavedView.objects.values_list("user", "name")) == {(us_manager.pk, "Mine"), (us_manager.pk, "Other")}


def test_one_view_is_the_first_for_each_person_and_list(
    calls: list[Call], programme: Programme, korean_manager: User, us_manager: User
) -> None:
    def keep(user: User, name: str, *, is_default: bool, query: str = "") -> SavedView:
        return save_view(CALLS, programme, user=user, name=name, query=query, is_default=is_default)

    theirs = keep(us_manager, "Mine", is_default=True)
    first = keep(korean_manager, "Mine", is_default=True)
    second = keep(korean_manager, " Second ", is_default=True)
    third = keep(korean_manager, "Third", is_default=False)
    assert keep(korean_manager, "Second", is_default=True, query="state=draft") == second
    views = SavedView.objects.filter(pk__in=[theirs.pk, first.pk, second.pk, third.pk])
    assert list(views.order_by("pk").values_list("name", "is_default", "query")) == [
        ("Mine", True, ""),
        ("Mine", False, ""),
        ("Second", True, "state=draft"),
        ("Third", False, ""),
    ]
    with pytest.raises(ValidationError):
        keep(korean_manager, "", is_default=False)
