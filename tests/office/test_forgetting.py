"""Who erases their account is gone from what others keep: mails, letters to lists, and files made from lists."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from exchange.jobs import services as jobs
from exchange.jobs.services import JobLost, claim
from exchange.messaging.models import OutboxMessage
from exchange.office.enums import ExportFormat, ExportState
from exchange.office.models import BatchRecipient, Export, MessageBatch, SavedView
from exchange.office.services.export import EXPORTS, request_export, write_export
from exchange.people.models import Researcher, SideDecision, User
from exchange.people.services.account import erase_account
from exchange.people.values.spoken import MASK
from exchange.proposals.models import Proposal, ProposalFigures
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.services.figures import count_changed
from exchange.proposals.values.listing import ProposalListing
from tests.people.traces import rows_with

pytestmark = pytest.mark.django_db

BLANKED = ("export", "exportevent", "messagebatch", "messagebatchevent")

ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture(autouse=True)
def dispatched(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Nothing is handed to a worker; files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    pks: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: pks.append(pk))
    return pks


def written_to(user: User, text: str, **columns: Any) -> OutboxMessage:
    key = f"message-{OutboxMessage.objects.count()}"
    columns = {"subject": text, "body_text": text, "body_html": text, "error": text, **columns}
    return OutboxMessage.objects.create(user=user, category="call", key=key, language="en", **columns)


def erase(person: Researcher, capture: DjangoCaptureOnCommitCallbacks) -> dict[str, int]:
    with capture(execute=True):
        counts: dict[str, int] = erase_account(person.user, by=person.user).counts
    return counts


def test_mails_to_others_keep_neither_name_nor_address(
    korean_researcher: Researcher, outsider: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    said = written_to(outsider, "Minji Han (한민지) <minji@example.org>: 한민지님이 인사합니다.")
    other = written_to(outsider, "Minji Hanson and 한민지수 went on.")
    counts = erase(korean_researcher, django_capture_on_commit_callbacks)
    said.refresh_from_db()
    expected = f"{MASK} ({MASK}) <{MASK}>: {MASK}님이 인사합니다."
    assert {said.subject, said.body_text, said.body_html, said.error} == {expected}
    other.refresh_from_db()
    assert other.subject == "Minji Hanson and 한민지수 went on."
    assert counts["messaging.names_in_messages_of_others"] == 1
    assert rows_with("minji@") == []


def test_names_as_html_has_them_go_too(
    korean_researcher: Researcher, outsider: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    Researcher.objects.filter(pk=korean_researcher.pk).update(name_romanised="Min O'Hara")
    said = written_to(outsider, "", body_html="<p>Min O&#x27;Hara</p>", body_text="Min O'Hara")
    erase(korean_researcher, django_capture_on_commit_callbacks)
    said.refresh_from_db()
    assert (said.body_html, said.body_text) == (f"<p>{MASK}</p>", MASK)


def test_who_was_never_shown_to_anybody_blanks_no_words_of_others(
    korean_researcher: Researcher, outsider: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """They might call themselves what stands in every mail."""
    SideDecision.objects.filter(researcher=korean_researcher).delete()
    Researcher.objects.filter(pk=korean_researcher.pk).update(name_romanised="Your proposal")
    said = written_to(outsider, "Your proposal came from minji@example.org")
    erase(korean_researcher, django_capture_on_commit_callbacks)
    said.refresh_from_db()
    assert said.subject == f"Your proposal came from {MASK}"


def test_letters_to_lists_and_their_history_keep_no_name(
    korean_researcher: Researcher,
    proposal: Proposal,
    korean_manager: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    texts = dict.fromkeys(("subject_en", "subject_ko", "body_en", "body_ko"), "To Minji Han")
    batch = MessageBatch.objects.create(
        list_key=PROPOSALS.key, scope_id=proposal.call.pk, audience="team", written_by=korean_manager, **texts
    )
    place = {"batch": batch, "row_id": 1, "place_id": 1}
    BatchRecipient.objects.create(**place, user=korean_manager, error="minji@example.org was refused")
    erase(korean_researcher, django_capture_on_commit_callbacks)
    batch.refresh_from_db()
    assert (batch.subject_en, batch.body_ko) == (f"To {MASK}", f"To {MASK}")
    assert rows_with("To Minji Han") == rows_with("minji@") == []


# Files made from lists


@pytest.fixture
def listed(proposal: Proposal) -> Proposal:
    """Submitted, with the person's name in what the list says of it."""
    Proposal.objects.filter(pk=proposal.pk).update(state="submitted")
    count_changed()
    lead = {"side": "KR", "name": "한민지", "organisation": "한빛연구원"}
    ProposalFigures.objects.filter(proposal=proposal).update(leads=[lead])
    return proposal


def asked(proposal: Proposal, by: User, file_format: str) -> Export:
    listing, form = ProposalListing(), ExportFormat(file_format)
    return request_export(PROPOSALS, proposal.call, listing=listing, file_format=form, by=by)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_file_that_names_the_person_is_deleted_and_its_owner_told(
    file_format: str,
    listed: Proposal,
    korean_researcher: Researcher,
    korean_manager: User,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    export = asked(listed, korean_manager, file_format)
    assert write_export(export.pk)
    export.refresh_from_db()
    path = export.path
    assert default_storage.exists(path)
    erase(korean_researcher, django_capture_on_commit_callbacks)
    export.refresh_from_db()
    assert (export.state, export.path, default_storage.exists(path)) == (ExportState.REMOVED, "", False)
    (told,) = OutboxMessage.objects.filter(user=korean_manager, key=f"export-removed-{export.public_id}")
    assert reverse("export-detail", args=[export.public_id]) in told.body_text
    assert client_of(korean_manager).get(reverse("export-download", args=[export.public_id])).status_code == 404


def test_of_two_files_the_one_that_does_not_name_the_person_stays(
    listed: Proposal,
    korean_researcher: Researcher,
    korean_manager: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    form = {"listing": ProposalListing(state="draft"), "file_format": ExportFormat.CSV}
    empty = request_export(PROPOSALS, listed.call, by=korean_manager, **form)
    exports = [asked(listed, korean_manager, "csv"), empty]
    assert all(write_export(one.pk) for one in exports)
    erase(korean_researcher, django_capture_on_commit_callbacks)
    for one in exports:
        one.refresh_from_db()
    assert [one.state for one in exports] == [ExportState.REMOVED, ExportState.DONE]
    assert default_storage.exists(empty.path)


def test_a_file_that_names_others_stays(
    listed: Proposal,
    us_researcher: Researcher,
    korean_manager: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    export = asked(listed, korean_manager, "xlsx")
    assert write_export(export.pk)
    erase(us_researcher, django_capture_on_commit_callbacks)
    export.refresh_from_db()
    assert export.state == ExportState.DONE
    assert default_storage.exists(export.path)


def test_a_file_that_is_gone_already_stops_no_erasure(
    listed: Proposal,
    korean_researcher: Researcher,
    korean_manager: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    export = asked(listed, korean_manager, "csv")
    assert write_export(export.pk)
    export.refresh_from_db()
    default_storage.delete(export.path)
    erase(korean_researcher, django_capture_on_commit_callbacks)
    export.refresh_from_db()
    assert export.state == ExportState.DONE


def test_what_is_being_written_is_begun_again(
    listed: Proposal,
    korean_researcher: Researcher,
    korean_manager: User,
    dispatched: list[int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """It began with the person in it."""
    export = asked(listed, korean_manager, "csv")
    lease = claim(EXPORTS, export.pk)
    assert lease is not None
    erase(korean_researcher, django_capture_on_commit_callbacks)
    with pytest.raises(JobLost):
        lease.finish()
    export.refresh_from_db()
    assert (export.state, export.lease_until) == (ExportState.QUEUED, None)
    assert dispatched == [export.pk]


# What was looked for


def kept(user: User, proposal: Proposal, name: str, text: str) -> SavedView:
    query = ProposalListing(text, state="submitted").query()
    return SavedView.objects.create(
        user=user, list_key=PROPOSALS.key, scope_id=proposal.call.pk, name=name, query=query
    )


def test_a_view_that_looks_for_the_person_is_deleted_and_its_owner_told(
    proposal: Proposal,
    korean_researcher: Researcher,
    korean_manager: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """Searched for in another script, by address, or named in what the view is called."""
    for name, text in (("First", "한민지"), ("Second", "minji@example.org"), ("Minji Han’s", "")):
        kept(korean_manager, proposal, name, text)
    others = [kept(korean_manager, proposal, "Hanson", "Minji Hanson"), kept(korean_manager, proposal, "All", "")]
    kept(korean_researcher.user, proposal, "Mine", "Minji Han")
    counts = erase(korean_researcher, django_capture_on_commit_callbacks)
    assert list(SavedView.objects.order_by("pk")) == others
    assert counts["office.views_of_others"] == 3
    told = OutboxMessage.objects.filter(user=korean_manager, key__startswith="view-removed-")
    named = sorted(row.body_text.split("“")[1].split("”")[0] for row in told)
    assert named == ["First", "Second", f"{MASK}’s"]
    assert rows_with("Minji Han’s") == []


def test_what_was_looked_for_when_a_file_was_made_or_a_letter_sent_is_blanked(
    listed: Proposal,
    korean_researcher: Researcher,
    korean_manager: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The other filters stay; who finds the people of the letter anew finds nobody."""
    listing = ProposalListing("Minji Han", state="submitted")
    export = request_export(PROPOSALS, listed.call, listing=listing, file_format=ExportFormat.CSV, by=korean_manager)
    texts = dict.fromkeys(("subject_en", "subject_ko", "body_en", "body_ko"), "Hello")
    batch = MessageBatch.objects.create(
        list_key=PROPOSALS.key, scope_id=listed.call.pk, audience="team", query=listing.query(), **texts
    )
    other = MessageBatch.objects.create(
        list_key=PROPOSALS.key, scope_id=listed.call.pk, audience="team", query="text=Minji+Hanson", **texts
    )
    assert rows_with("Minji+Han") == [f"office_{name}" for name in BLANKED]
    erase(korean_researcher, django_capture_on_commit_callbacks)
    for row in (export, batch):
        row.refresh_from_db()
        assert ProposalListing.from_query(row.query) == ProposalListing(MASK, state="submitted")
    other.refresh_from_db()
    assert (other.query, rows_with("Minji+Han&")) == ("text=Minji+Hanson", [])


def test_the_page_says_what_stays(client_of: ClientOf, outsider: User) -> None:
    text = client_of(outsider).get(reverse("account-data")).content.decode()
    assert "What stays, and why:" in text
    assert "it is the agencies’ record of the call" in " ".join(text.split()).replace("\n", " ")
