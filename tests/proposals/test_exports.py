"""Exports: the same rows as the list, nothing that a spreadsheet runs, once, and only for whom they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_celery_beat.models import PeriodicTask

from exchange.config.celery import app
from exchange.jobs import services as jobs
from exchange.jobs.services import claim
from exchange.office.enums import ExportFormat, ExportState
from exchange.office.models import Export
from exchange.office.services import export as exports
from exchange.office.values.column import Column
from exchange.people.models import Researcher, User
from exchange.programmes.models import Call
from exchange.proposals.models import Proposal, ProposalFigures
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.services.figures import count_changed
from exchange.proposals.services.proposals import create_proposal
from exchange.proposals.values.listing import ProposalListing
from tests.office.files import read_csv, read_xlsx

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture(autouse=True)
def dispatched(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Nothing is handed to a worker; files go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    pks: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: pks.append(pk))
    return pks


def ask(call: Call, by: User, file_format: str = "csv", **listing: Any) -> Export:
    return exports.request_export(
        PROPOSALS, call, listing=ProposalListing(**listing), file_format=ExportFormat(file_format), by=by
    )


@pytest.fixture
def rows(proposal: Proposal, us_researcher: Researcher) -> list[Proposal]:
    """A submitted proposal whose title is a formula, and a draft."""
    draft = create_proposal(proposal.call, researcher=us_researcher, title_en="A secret idea")
    at = timezone.now().replace(year=2026, month=3, day=1, hour=15, minute=4)
    Proposal.objects.update(changed_at=at)
    Proposal.objects.filter(pk=proposal.pk).update(submitted_at=at, state="submitted")
    count_changed()
    lead = {"side": "KR", "name": "한민지", "organisation": "한빛연구원"}
    titles = {"title_en": '=HYPERLINK("x","y")', "title_ko": "사람과 로봇, “신뢰”", "leads": [lead]}
    ProposalFigures.objects.filter(proposal=proposal).update(**titles)
    return [proposal, draft]


def expected(rows: list[Proposal], title: str) -> list[list[str]]:
    full, draft = rows
    return [
        "번호 단계 상태 참여 국가,제출된 영어 제목,제출된 한국어 제목,한국 측 연구책임자,미국 측 연구책임자,연구자,수락함,서명 완료,확인한 측,"
        "필수 항목,작성된 항목,작성 비율(%),제출 후 변경,제출됨(Asia/Seoul),마지막 변경(Asia/Seoul)".replace(" ", ",", 3).split(","),
        [str(full.pk), "개략계획서", "제출됨", "한국, 미국", title, "사람과 로봇, “신뢰”", "한민지 (한빛연구원)", "",
         "2", "2", "2", "", "2", "2", "100", "아니오", "2026-03-02 00:04", "2026-03-02 00:04"],
        [str(draft.pk), "개략계획서", "작성 중", "한국, 미국", "", "", "", "",
         "1", "1", "0", "", "2", "0", "0", "아니오", "", "2026-03-02 00:04"],
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("file_format", "read", "quote"), [("csv", read_csv, "'"), ("xlsx", read_xlsx, "")])
def test_the_file_says_what_the_list_says(
    rows: list[Proposal],
    korean_manager: User,
    client_of: SignIn,
    file_format: str,
    read: Callable[[bytes], list[list[str]]],
    quote: str,
) -> None:
    with translation.override("ko"):
        export = ask(rows[0].call, korean_manager, file_format)
    assert exports.write_export(export.pk)
    answered = client_of(korean_manager).get(f"/exports/{export.public_id}/file/")
    content = b"".join(answered.streaming_content)  # type: ignore[arg-type, attr-defined]
    assert read(content) == expected(rows, f'{quote}=HYPERLINK("x","y")')
    assert (b"<f>" in content, content.startswith(b"\xef\xbb\xbf")) == (False, file_format == "csv")
    export.refresh_from_db()
    assert (export.state, export.done, export.total, export.size) == ("done", 2, 2, len(content))


@pytest.mark.django_db
def test_asking_twice_writes_once_and_only_what_was_filtered(
    rows: list[Proposal],
    korean_manager: User,
    client_of: SignIn,
    dispatched: list[int],
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, call = client_of(korean_manager), rows[0].call
    with django_capture_on_commit_callbacks(execute=True):
        for _click in range(2):
            client.post(f"/calls/{call.public_id}/proposals/exports/", {"format": "csv", "query": "state=draft&page=3"})
    export = Export.objects.get()
    assert (export.query, export.total, dispatched) == ("state=draft", 1, [export.pk])
    assert [exports.write_export(export.pk), exports.write_export(export.pk)] == [True, False]
    export.refresh_from_db()
    with default_storage.open(export.path) as file:
        assert [row[0] for row in read_csv(file.read())] == ["No.", str(rows[1].pk)]


@pytest.mark.django_db
def test_nobody_else_fetches_it(
    rows: list[Proposal], korean_manager: User, us_manager: User, outsider: User, client_of: SignIn
) -> None:
    export = ask(rows[0].call, korean_manager)
    exports.write_export(export.pk)
    addresses = [f"/exports/{export.public_id}/{end}" for end in ("", "file/")]
    answers = {client_of(one).get(address).status_code for one in (us_manager, outsider) for address in addresses}
    assert answers == {404}
    assert Client().get(addresses[1]).status_code == 302
    rows[0].call.programme.managers.all().delete()
    assert client_of(korean_manager).get(addresses[1]).status_code == 404


@pytest.mark.django_db
def test_filters_that_are_too_long_to_be_kept_are_refused_in_words(
    rows: list[Proposal], korean_manager: User, client_of: SignIn
) -> None:
    """Of letters that take twelve signs in an address, a hundred are taken for a search."""
    call, client, text = rows[0].call, client_of(korean_manager), "𠀀" * 100
    page = PROPOSALS.url(call, "export-list")
    shown = client.post(page, {"format": "csv", "query": urlencode({"text": text})}, follow=True)
    told = ["Ensure this value has at most 1000 characters (it has 1205)."]
    assert (shown.status_code, [str(one) for one in shown.context["messages"]]) == (200, told)
    api = reverse("api-exports", args=[call.public_id])
    answer = client.post(api, {"format": "csv", "text": text}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"query": told})
    assert Export.objects.count() == 0


@pytest.mark.django_db
def test_a_file_that_is_lost_is_not_there(rows: list[Proposal], korean_manager: User, client_of: SignIn) -> None:
    export = ask(rows[0].call, korean_manager)
    exports.write_export(export.pk)
    export.refresh_from_db()
    addresses = [f"/exports/{export.public_id}/file/", f"/api/v1/exports/{export.public_id}/file"]
    client = client_of(korean_manager)
    there = [client.get(address) for address in addresses]
    assert [b"".join(one.streaming_content)[:3] for one in there] == [b"\xef\xbb\xbf"] * 2  # type: ignore[arg-type, attr-defined]
    default_storage.delete(export.path)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


@pytest.mark.django_db
def test_a_lost_worker_is_followed_by_another_and_then_given_up(
    rows: list[Proposal], korean_manager: User, dispatched: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(rows[0].call, korean_manager)
    assert claim(exports.EXPORTS, export.pk, worker="killed") is not None
    assert (claim(exports.EXPORTS, export.pk, worker="second"), exports.recover_exports()) == (None, [])
    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert exports.recover_exports() == [export.pk] == dispatched
    assert exports.write_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.attempts) == (ExportState.DONE, 2)
    Export.objects.update(state="running", attempts=3, lease_until=timezone.now() - timedelta(seconds=1))
    assert exports.recover_exports() == []
    export.refresh_from_db()
    assert export.state == ExportState.FAILED


@pytest.mark.django_db
def test_cancelled_on_the_way_it_leaves_no_file(
    rows: list[Proposal], korean_manager: User, client_of: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export = ask(rows[0].call, korean_manager, "xlsx")
    monkeypatch.setattr(exports, "CHUNK", 1)

    def cancel(proposal: Proposal) -> int:
        client_of(korean_manager).post(f"/exports/{export.public_id}/cancel/")
        return proposal.pk

    monkeypatch.setattr(exports, "list_of", lambda row: replace(PROPOSALS, columns=(Column("No.", cancel),)))
    assert exports.write_export(export.pk) is False
    export.refresh_from_db()
    assert (export.state, export.path, list(tmp_path.rglob("*"))) == (ExportState.CANCELLED, "", [])


@pytest.mark.django_db
def test_an_error_is_kept_and_the_page_says_so(
    rows: list[Proposal], korean_manager: User, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(rows[0].call, korean_manager)

    def fail(proposal: Proposal) -> Any:
        raise OSError("No space left on device")

    monkeypatch.setattr(exports, "list_of", lambda row: replace(PROPOSALS, columns=(Column("No.", fail),)))
    with pytest.raises(OSError, match="No space"):
        exports.write_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == (ExportState.FAILED, "OSError: No space left on device")
    client = client_of(korean_manager)
    page = client.get(f"/calls/{rows[0].call.public_id}/proposals/exports/").content.decode()
    assert ("It stopped with an error." in page, "No space" in page) == (True, False)


@pytest.mark.django_db
def test_old_files_go(rows: list[Proposal], korean_manager: User, client_of: SignIn, tmp_path: Path) -> None:
    export = ask(rows[0].call, korean_manager)
    exports.write_export(export.pk)
    assert exports.delete_expired_exports() == 0
    Export.objects.update(expires_at=timezone.now())
    assert client_of(korean_manager).get(f"/exports/{export.public_id}/file/").status_code == 404
    assert exports.delete_expired_exports() == 1
    export.refresh_from_db()
    assert (export.state, [path for path in tmp_path.rglob("*") if path.is_file()]) == (ExportState.EXPIRED, [])


@pytest.mark.django_db
def test_the_card_is_watched_until_it_is_over(rows: list[Proposal], korean_manager: User, client_of: SignIn) -> None:
    export, client = ask(rows[0].call, korean_manager), client_of(korean_manager)
    address = f"/exports/{export.public_id}/"
    assert client.get(address)["Location"] == f"/calls/{rows[0].call.public_id}/proposals/exports/"
    watched = [client.get(address, headers={"HX-Request": "true"}).content.decode()]
    exports.write_export(export.pk)
    watched.append(client.get(address, headers={"HX-Request": "true"}).content.decode())
    assert ["hx-trigger" in card for card in watched] == [True, False]
    assert ["/file/" in card for card in watched] == [False, True]


@pytest.mark.django_db
def test_the_schedule_looks_after_exports_every_minute() -> None:
    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(task="exchange.office.tasks.recover_exports")
    assert (row.enabled, row.interval.every, row.interval.period, row.task in app.tasks) == (True, 1, "minutes", True)
