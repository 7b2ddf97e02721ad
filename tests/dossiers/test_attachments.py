"""Files of a dossier: asked for, replaced, taken back, downloaded."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.people.models import Researcher, User
from tests.dossiers.documents import pdf
from tests.dossiers.trial import services
from tests.dossiers.trial.models import Plan, PlanFile

SignIn = Callable[[User | Researcher], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.dossiers.trial.urls")]


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


def test_what_cannot_be_taken_is_said_on_the_page(plan: Plan, us_researcher: Researcher, client_of: SignIn) -> None:
    host = client_of(us_researcher)
    assert [hand_in(host, plan), hand_in(host, plan, b"text"), hand_in(host, plan, pdf(), "none")] == [422, 422, 422]
    assert not PlanFile.objects.exists()


def test_nobody_hands_in_for_another_party(plan: Plan) -> None:
    with pytest.raises(ValidationError, match="not asked for"):
        services.attach(plan, "letter", "visitor", ContentFile(pdf(), name="x.pdf"), plan.visitor)


def test_a_question_that_a_file_answers_has_one_for_all(
    plan: Plan, korean_researcher: Researcher, us_researcher: Researcher, client_of: SignIn
) -> None:
    services.attach(plan, "photo", "visitor", ContentFile(pdf(), name="v.pdf"), plan.visitor)
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
