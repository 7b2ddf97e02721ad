"""Files of a dossier: asked for, replaced, taken back, downloaded."""

import unicodedata
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.dossiers.selectors.attachments import DocumentRow, document_rows
from exchange.people.models import Researcher, User
from tests.dossiers.documents import pdf
from tests.dossiers.trial import services
from tests.dossiers.trial.models import Plan, PlanFile
from tests.dossiers.trial.values import DOCUMENTS

SignIn = Callable[[User | Researcher], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.dossiers.trial.urls")]


def letter(name: str = "x.pdf") -> ContentFile:
    return ContentFile(pdf(), name=name)


def hand_in(client: Client, plan: Plan, content: bytes = b"", document: str = "letter") -> int:
    file = {"file": SimpleUploadedFile(f"{document}.pdf", content)} if content else {}
    return client.post(f"/plans/{plan.public_id}/files/{document}/", file).status_code


def test_a_file_is_uploaded_replaced_and_removed(plan: Plan, us_researcher: Researcher, client_of: SignIn) -> None:
    host = client_of(us_researcher)
    assert [hand_in(host, plan, pdf(pages)) for pages in (1, 2)] == [302, 302]
    assert list(PlanFile.objects.order_by("pk").values_list("state", "pages", "name", "party")) == [
        ("replaced", 1, "letter.pdf", "host"),
        ("current", 2, "letter.pdf", "host"),
    ]
    current = PlanFile.objects.get(state="current")
    assert current.file.name.startswith(f"plans/{plan.public_id}/")
    page = host.get(reverse("plan", args=[plan.public_id]))
    row = next(row for row in page.context["rows"] if row.document.key == "letter")
    assert (row.attachment, row.is_over, row.is_editable, row.is_removable) == (current, True, True, True)
    downloaded = host.get(current.get_absolute_url())
    assert b"".join(downloaded.streaming_content) == pdf(2)  # type: ignore[attr-defined]
    assert (downloaded["Cache-Control"], downloaded["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert host.post(f"{current.get_absolute_url()}remove/").status_code == 302
    assert services.files_now(plan) == {}
    assert hand_in(host, plan, pdf()) == 302
    assert list(PlanFile.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "removed", "current"]


def test_what_was_replaced_is_not_removed_as_well(plan: Plan, us_researcher: Researcher, client_of: SignIn) -> None:
    host = client_of(us_researcher)
    older, newer = (services.attach(plan, "letter", "host", letter(), plan.host) for _time in range(2))
    assert host.post(f"{older.get_absolute_url()}remove/").status_code == 302
    assert list(PlanFile.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "current"]
    assert services.files_now(plan) == {("letter", "host"): newer}


def test_a_file_is_named_in_whole_letters(plan: Plan, us_researcher: Researcher, client_of: SignIn) -> None:
    """A Mac sends the names of files in pieces."""
    whole = "연구계획서(최종).pdf"
    file = SimpleUploadedFile("letter.pdf", pdf())
    file.name = unicodedata.normalize("NFD", whole)
    client_of(us_researcher).post(f"/plans/{plan.public_id}/files/letter/", {"file": file})
    assert PlanFile.objects.get().name == whole


def test_what_cannot_be_taken_is_said_on_the_page(plan: Plan, us_researcher: Researcher, client_of: SignIn) -> None:
    host = client_of(us_researcher)
    assert [hand_in(host, plan), hand_in(host, plan, b"text"), hand_in(host, plan, pdf(), "none")] == [422, 422, 422]
    assert not PlanFile.objects.exists()


def test_nobody_hands_in_for_another_party(plan: Plan) -> None:
    with pytest.raises(ValidationError, match="not asked for"):
        services.attach(plan, "letter", "visitor", letter(), plan.visitor)


@pytest.mark.parametrize(
    ("name", "shown"), [("x" * 200 + ".pdf", "x" * 196 + ".pdf"), ("a\u200bb.pdf", "ab.pdf"), ("\u200b", "file")]
)
def test_a_name_is_shown_as_far_as_it_can_be_read(plan: Plan, name: str, shown: str) -> None:
    assert services.attach(plan, "letter", "host", letter(name), plan.host).name == shown


def test_a_file_that_nobody_named_is_not_kept(plan: Plan) -> None:
    with pytest.raises(ValidationError, match="cannot be blank"):
        services.attach(plan, "letter", "host", ContentFile(pdf()), plan.host)
    assert not PlanFile.objects.exists()


def test_a_question_that_a_file_answers_has_one_for_all(
    plan: Plan, korean_researcher: Researcher, us_researcher: Researcher, client_of: SignIn
) -> None:
    services.attach(plan, "photo", "visitor", letter(), plan.visitor)
    assert hand_in(client_of(us_researcher), plan, pdf(3), "photo") == 302
    assert list(PlanFile.objects.order_by("pk").values_list("state", "party")) == [
        ("replaced", "visitor"),
        ("current", "host"),
    ]
    page = client_of(korean_researcher).get(reverse("plan", args=[plan.public_id]))
    rows = {row.document.key: row for row in page.context["rows"]}
    assert list(rows) == ["insurance", "photo", "letter"]
    assert (rows["photo"].is_editable, rows["photo"].is_removable) == (True, False)
    assert (rows["letter"].is_editable, rows["letter"].attachment) == (False, None)
    assert [(one.document, one.party) for one in services.load(plan).files] == [("photo", "host")]


@pytest.mark.parametrize(
    ("most", "pages", "is_over"), [(1, 1, False), (1, 2, True), (1, None, False), (None, 2, False)]
)
def test_pages_are_held_against_the_limit_where_there_are_both(
    most: int | None, pages: int | None, is_over: bool
) -> None:
    document = DOCUMENTS[0].model_copy(update={"max_pages": most})
    assert DocumentRow(document, "host", PlanFile(pages=pages), True, True).is_over is is_over
    assert not DocumentRow(document, "host", None, True, False).is_over


def test_what_each_of_a_dossier_may_do_with_its_files(plan: Plan) -> None:
    """What all upload together may come from any of them, and is its uploader's to remove."""
    services.attach(plan, "letter", "host", letter(), plan.host)
    services.attach(plan, "photo", "visitor", letter(), plan.visitor)
    files, content = services.files_now(plan), services.load(plan)

    def shown(party: str, *, may_write: bool = True) -> dict[str, tuple[bool, bool, bool]]:
        rows = document_rows(content, files, own=(None, party), may_write=may_write)
        return {row.document.key: (row.attachment is not None, row.is_editable, row.is_removable) for row in rows}

    letters = {"insurance": (False, False, False), "photo": (True, True, False), "letter": (True, True, True)}
    assert shown("host") == letters
    assert shown("host", may_write=False) == {key: (there, False, False) for key, (there, *_may) in letters.items()}
    assert shown("visitor")["photo"] == (True, True, True)


def test_what_all_together_have_not_uploaded_is_nobodys(plan: Plan) -> None:
    services.attach(plan, "letter", "host", letter(), plan.host)
    rows = document_rows(services.load(plan), services.files_now(plan), own=(None, "host"), may_write=True)
    (photo,) = [row for row in rows if row.document.key == "photo"]
    assert (photo.attachment, photo.is_editable, photo.is_removable) == (None, True, False)
