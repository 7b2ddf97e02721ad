"""Files are what their content says, and reach only those who may read them."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from exchange.people.models import Researcher, User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import CallVersion
from exchange.proposals.models import Attachment, Proposal, Submission
from exchange.proposals.selectors.drafts import load_draft
from tests.dossiers.documents import pdf
from tests.programmes.cast import make_definition, text

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture
def asked(proposal: Proposal, settings: Settings, tmp_path: Path) -> Proposal:
    """The proposal, of a call that asks each side for a plan."""
    settings.MEDIA_ROOT = tmp_path
    documents = [{"key": "plan", "label": text("Plan"), "stage": "white_paper", "max_pages": 5}]
    content = make_definition(documents=documents).model_dump(mode="json")
    version = CallVersion.objects.create(call=proposal.call, number=2, content=content)
    proposal.call.version = version
    proposal.call.save()
    return proposal


def hand_in(client: Client, proposal: Proposal, content: bytes, name: str = "plan.pdf") -> int:
    address = reverse("document-upload", args=[proposal.public_id, "plan"])
    return client.post(address, {"file": SimpleUploadedFile(name, content)}).status_code


def file_url(attachment: Attachment) -> str:
    return reverse("attachment", args=[attachment.public_id])


def test_a_replaced_file_stays(client_of: SignIn, asked: Proposal, us_researcher: Researcher) -> None:
    client = client_of(us_researcher)
    assert [hand_in(client, asked, pdf(2)), hand_in(client, asked, pdf(3))] == [302, 302]
    kept = [(row.state, row.pages, row.side, row.name) for row in Attachment.objects.order_by("pk")]
    assert kept == [("replaced", 2, "US", "plan.pdf"), ("current", 3, "US", "plan.pdf")]
    assert [(file.pages, file.party) for file in load_draft(asked).files] == [(3, "US")]
    assert hand_in(client, asked, b"nothing") == 422
    current = Attachment.objects.get(state="current")
    client.post(reverse("attachment-remove", args=[current.public_id]))
    assert [row.state for row in Attachment.objects.order_by("pk")] == ["replaced", "removed"]


def test_what_an_earlier_stage_asked_for_is_not_removed_any_more(
    client_of: SignIn, asked: Proposal, us_researcher: Researcher
) -> None:
    client = client_of(us_researcher)
    hand_in(client, asked, pdf())
    client.get(reverse("proposal-documents", args=[asked.public_id]))  # where it says that the file is there
    file = Attachment.objects.get()
    address = reverse("attachment-remove", args=[file.public_id])
    found = []
    for stage in (StageKind.FULL_PROPOSAL, StageKind.WHITE_PAPER, StageKind.WHITE_PAPER):
        Proposal.objects.update(stage=stage)
        shown = client.post(address, follow=True)
        file.refresh_from_db()
        found.append((file.state, [str(one) for one in shown.context["messages"]]))
    nothing = "Nothing was removed: the file is no longer a current one."
    removed = "The file has been removed."
    assert found == [("current", [nothing]), ("removed", [removed]), ("removed", [nothing])]


def test_a_full_disk_is_told_beside_the_file_and_keeps_nothing(
    client_of: SignIn, asked: Proposal, us_researcher: Researcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(storage: FileSystemStorage, name: str, _content: object) -> None:
        path = Path(storage.path(name))
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    address = reverse("document-upload", args=[asked.public_id, "plan"])
    answer = client_of(us_researcher).post(address, {"file": SimpleUploadedFile("plan.pdf", pdf(2))})
    assert (answer.status_code, "Our disk is full" in answer.content.decode()) == (422, True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert Attachment.objects.count() == 0


def test_another_failure_of_the_disk_is_not_told_as_a_full_one(
    client_of: SignIn, asked: Proposal, us_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(storage: FileSystemStorage, name: str, _content: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(FileSystemStorage, "_save", fail)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        hand_in(client_of(us_researcher), asked, pdf())


def test_only_the_team_gets_it_and_managers_what_was_submitted(
    client_of: SignIn,
    client: Client,
    asked: Proposal,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    outsider: User,
    korean_manager: User,
    us_manager: User,
) -> None:
    hand_in(client_of(us_researcher), asked, pdf(), "../../e\r\nvil \u202e.pdf")
    file = Attachment.objects.get()
    downloaded = client_of(korean_researcher).get(file_url(file))
    assert (downloaded.status_code, downloaded.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert downloaded.headers["Content-Disposition"].startswith("attachment;")
    assert b"".join(downloaded.streaming_content) == pdf()  # type: ignore[attr-defined]
    seen = [client_of(one).get(file_url(file)).status_code for one in (outsider, korean_manager, us_manager)]
    assert (seen, client.get(file_url(file)).status_code) == ([404, 404, 404], 302)
    Proposal.objects.update(submitted_at="2026-01-01T00:00Z")
    assert client_of(korean_manager).get(file_url(file)).status_code == 404
    draft = load_draft(asked)
    assert asked.call.version is not None
    Submission.objects.create(
        proposal=asked,
        stage=asked.stage,
        number=1,
        call_version=asked.call.version,
        content=draft.content(),
        digest=draft.digest(),
        submitted_at="2026-01-01T00:00Z",
    )
    submitted = client_of(korean_manager).get(file_url(file))
    assert submitted.status_code == 200
    assert b"".join(submitted.streaming_content) == pdf()  # type: ignore[attr-defined]
    other_side = client_of(korean_researcher).post(reverse("attachment-remove", args=[file.public_id]))
    assert other_side.status_code == 403


def test_a_program_removes_its_own_sides_file_as_the_page_does(
    client_of: SignIn, asked: Proposal, us_researcher: Researcher, korean_researcher: Researcher, outsider: User
) -> None:
    client = client_of(us_researcher)
    hand_in(client, asked, pdf())
    file = Attachment.objects.get()
    address = reverse("api-attachment", args=[file.public_id])
    assert [client_of(one).delete(address).status_code for one in (outsider, korean_researcher)] == [404, 403]
    for state, stage in (("withdrawn", StageKind.WHITE_PAPER), ("draft", StageKind.FULL_PROPOSAL)):
        Proposal.objects.update(state=state, stage=stage)
        file.refresh_from_db()
        assert (client.delete(address).status_code, file.state) == (403 if state == "withdrawn" else 409, "current")
    Proposal.objects.update(stage=StageKind.WHITE_PAPER)
    assert client.delete(address).status_code == 204
    file.refresh_from_db()
    assert file.state == "removed"
    assert load_draft(asked).files == ()
    gone = client.delete(address)
    assert (gone.status_code, gone.json()) == (
        409,
        {"detail": "Nothing was removed: the file is no longer a current one."},
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_documents_page_asks_equally_often(
    client_of: SignIn,
    asked: Proposal,
    us_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    client = client_of(us_researcher)
    for _number in range(count):
        hand_in(client, asked, pdf())
    client.get(reverse("proposal-documents", args=[asked.public_id]))
    with django_assert_num_queries(10):
        client.get(reverse("proposal-documents", args=[asked.public_id]))
