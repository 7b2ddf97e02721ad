"""Every address of the product against every role: what opens, what is refused, and that a refusal changes nothing.

The addresses come from the URL configuration itself, so a new one without a row fails by its name.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from exchange.messaging.enums import Category
from exchange.messaging.selectors.links import unsubscribe_url
from exchange.people.enums import PublicationSource, Side
from exchange.people.models import Organisation, PublicationImport, Researcher, User
from exchange.programmes.models import AgencyOfficer, Call, Programme, ProgrammeManager, YearBudget
from exchange.programmes.services import commit_budget, create_call
from exchange.projects.enums import ProjectStatus
from exchange.proposals.enums import ExportFormat, Role
from exchange.proposals.models import (
    Attachment,
    FirstReview,
    PairingRound,
    Proposal,
    ProposalExport,
    SavedView,
    TeamMember,
)
from exchange.proposals.services.batches import write_batch
from exchange.proposals.services.proposals import add_accepted, create_proposal
from exchange.proposals.services.submission import submit_proposal
from exchange.proposals.values.listing import Listing
from matching.enums import RunKind
from matching.models import Pair
from matching.services.decisions import introduce_pair
from matching.services.runs import queue_run
from tests.cast import consent_to, make_researcher
from tests.matching.cast import add_publication, make_project
from tests.permission_rows import OPENS, READS, REFUSES, ROLES, SIGNED
from tests.programmes.cast import make_definition
from tests.proposals.cast import TEXTS, confirm_both
from tests.proposals.papers import hand_in

SignIn = Callable[[User | Researcher], Client]
World = dict[str, Any]

# Not of this table, and why:
EXCLUDED = {
    "admin/": "Django's own pages behind one check, which stands below as a whole",
    "accounts/": "allauth's own pages, tested there; what we changed of them is tested in tests/people",
}


@dataclass(frozen=True)
class Address:
    parameters: frozenset[str]
    writes: frozenset[str]
    """The methods that might change something: of a page ``POST``, of the API those that it implements."""


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, Address]]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if route in EXCLUDED:
            continue
        if isinstance(entry, URLResolver):
            yield from _addresses(entry.url_patterns, route)
        else:
            parameters = {part.split(">")[0].split(":")[-1] for part in route.split("<")[1:]}
            yield entry.name or route, Address(frozenset(parameters), frozenset(_writes(entry.callback)))


def _writes(view: Any) -> set[str]:
    if (api := getattr(view, "cls", None)) is None:
        return {"POST"}
    methods = {"POST", "PUT", "PATCH", "DELETE"} & {name.upper() for name in api.http_method_names}
    return {method for method in methods if hasattr(api, method.lower())}


ADDRESSES = dict(_addresses(get_resolver().url_patterns))


@pytest.fixture(autouse=True)
def _quick_and_quiet(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody signs in by password here, and every refusal would write its traceback."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    caplog.set_level(logging.ERROR, logger="django.request")


@pytest.fixture
def people(
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_organisation: Organisation,
    us_organisation: Organisation,
    notice: Any,
    korean_manager: User,
    us_manager: User,
    outsider: User,
    staff: User,
    afosr: Any,
) -> dict[str, User]:
    """The account of every role that has one."""
    peer = make_researcher("peer@example.org", "Jihun Seo", korean_organisation)
    consent_to(peer, Side.US, notice)
    closed = make_researcher("closed@example.org", "Robin Vale", us_organisation)
    officer = User.objects.create_user("officer@example.org", "correct horse battery", manager_side=Side.US)
    AgencyOfficer.objects.create(agency=afosr, user=officer)
    programme = Programme.objects.create(
        name_en="Another", name_ko="다른 사업", starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31)
    )
    manages = AgencyOfficer.objects.create(agency=afosr, user=us_manager)
    ProgrammeManager.objects.create(programme=programme, officer=manages)
    invited = make_researcher("invited@example.org", "Sam Field", us_organisation)
    researchers = {
        "korean": korean_researcher,
        "us": us_researcher,
        "peer": peer,
        "closed": closed,
        "invited": invited,
    }
    accounts = {name: person.user for name, person in researchers.items() if person.user is not None}
    rest = {"outsider": outsider, "manager": korean_manager, "other": us_manager, "officer": officer, "staff": staff}
    return accounts | rest


def _invite(proposal: Proposal, address: str) -> TeamMember:
    return TeamMember.objects.create(proposal=proposal, side=Side.US, role=Role.MEMBER, name="Sam Field", email=address)


def _attachment(proposal: Proposal) -> Attachment:
    row = Attachment(proposal=proposal, stage=proposal.stage, document="cv", side=Side.US, name="cv.pdf", size=1)
    row.file.save("cv.pdf", ContentFile(b"x"))
    return row


def _paper(call: Call, researcher: Researcher) -> Proposal:
    """Handed in, goes on, and its team may say with whom."""
    paper = hand_in(call, researcher, "공장의 신뢰", "Trust on the floor")
    call.stages.filter(kind="concept_paper").update(closes_at=timezone.now() - timedelta(hours=1))
    agency = call.programme.agencies.get(side=Side.KR)
    FirstReview.objects.create(proposal=paper, agency=agency, is_eligible=True)
    PairingRound.objects.create(call=call, closes_at=timezone.now() + timedelta(days=3))
    return paper


@pytest.fixture
def world(
    pair: Pair,
    proposal: Proposal,
    pairing_call: Call,
    people: dict[str, User],
    programme: Programme,
    year_budget: YearBudget,
    settings: Any,
    tmp_path: Path,
) -> World:
    """What the parameters of addresses stand for; every subject has one owner among the roles."""
    korean, us, closed = (people[name].researcher for name in ("korean", "us", "closed"))
    confirm_both(proposal)
    submission = submit_proposal(proposal, by=people["us"])
    draft = create_proposal(proposal.call, researcher=korean, title_en="Unfinished")
    add_accepted(draft, us, role=Role.PI)
    invited = _invite(draft, people["invited"].email)
    settings.MEDIA_ROOT = str(tmp_path)
    unpublished = create_call(programme, definition=make_definition(), by=people["manager"])
    assert pair.project is not None
    return {
        "pair": pair.public_id,
        "introduction": introduce_pair(pair, manager=people["manager"]).public_id,
        "run": queue_run(RunKind.FULL).public_id,
        "programme": programme.public_id,
        "budget": year_budget.pk,
        "promise": commit_budget(year_budget, amount_minor=1, purpose="Call", by=people["manager"]).pk,
        "call": proposal.call.public_id,
        "call@draft": unpublished.public_id,
        "project": pair.project.public_id,
        "project@draft": make_project("Own idea", lead=us, status=ProjectStatus.DRAFT).public_id,
        "project@closed": make_project("Without consent", lead=closed).public_id,
        "proposal": draft.public_id,
        "proposal@submitted": proposal.public_id,
        "person": korean.public_id,
        "person@closed": closed.public_id,
        "receipt": submission.receipt,
        "token": unsubscribe_url(people["us"], Category.CALL).rstrip("/").rsplit("/", 1)[-1],
        "stage": submission.stage,
        "invitation": invited.public_id,
        "attachment": _attachment(draft).public_id,
        "pairing": pairing_call.public_id,
        "paper": _paper(pairing_call, korean).public_id,
        "export": ProposalExport.objects.create(
            call=proposal.call, requested_by=people["manager"], format=ExportFormat.CSV, language="en"
        ).public_id,
        "batch": write_batch(proposal.call, listing=Listing(), texts=TEXTS, by=people["manager"]).public_id,
        "view": SavedView.objects.create(user=people["manager"], call=proposal.call, name="Mine").pk,
        "publication": add_publication(us, "Trust, measured").pk,
        "publication-import": PublicationImport.objects.create(researcher=us, source=PublicationSource.DOI).pk,
    }


# Whose ``public_id`` or ``pk`` an address asks for, by how its name begins; the longest fitting beginning counts.
SUBJECTS = {
    "suggestion": "pair",
    "reaction": "pair",
    "review": "pair",
    "introduction": "introduction",
    "run": "run",
    "programme": "programme",
    "budget": "programme",
    "commitment": "programme",
    "call": "call",
    "stage-deadline": "call",
    "project": "project",
    "proposal": "proposal",
    "proposal-create": "call",
    "answer": "proposal",
    "member": "proposal",
    "document": "proposal",
    "attachment": "attachment",
    "invitation": "invitation",
    "office": "call",
    "export": "export",
    "export-list": "call",
    "exports": "call",
    "batch": "batch",
    "batch-list": "call",
    "batch-create": "call",
    "batches": "call",
    "pairing": "pairing",
    "call-pairing": "pairing",
    "proposal-priorities": "paper",
    "submission": "proposal",
    "person": "person",
    "publication": "publication",
    "publication-import": "publication-import",
}
PARAMETERS: dict[str, Any] = {"country": "US", "key": "aims", "side": "US", "kind": "white_paper", "number": 1}
SECTION_OF = {"profile-edit": "statement", "call-edit": "basics"}


PAYLOADS = {
    "proposal-confirm": {"side": "US"},
    "proposal-unconfirm": {"side": "US"},
    "proposal-decide": {"decision": "decline"},
}


def _address(key: str, world: World) -> str:
    """The address of ``name`` or ``name@variant``, with the world's subjects for its parameters."""
    name, _, variant = key.partition("@")
    words = name.removeprefix("api-")
    kinds = [kind for start, kind in sorted(SUBJECTS.items(), key=lambda item: len(item[0])) if words.startswith(start)]
    known = (
        world | PARAMETERS | {"step": "basics", "section": SECTION_OF.get(name, ""), "member_id": world["invitation"]}
    )
    known |= {"commitment_id": world["promise"], "budget_id": world["budget"]}
    if kinds:
        known["public_id"] = known["pk"] = world[f"{kinds[-1]}@{variant}" if variant else kinds[-1]]
    known |= {"pk": world["view"]} if name.startswith("office") else {}
    return reverse(name, kwargs={parameter: known[parameter] for parameter in ADDRESSES[name].parameters})


@pytest.fixture
def clients(client_of: SignIn, people: dict[str, User]) -> dict[str, Client]:
    return {role: Client() if role == "anonymous" else client_of(people[role]) for role in ROLES}


def _status(answer: HttpResponse) -> str:
    if answer.streaming:
        b"".join(answer)  # reads to the end, which closes the file
    location = answer.headers.get("Location", "")
    asks = location.startswith(reverse("account_login")) or [each.name for each in answer.templates[:1]] == ["401.html"]
    return "login" if asks else str(answer.status_code)


def test_every_address_has_its_rows() -> None:
    asked = {(key.partition("!")[0].partition("@")[0], key.partition("!")[2] or "POST") for key in REFUSES}
    writing = {(name, method) for name, address in ADDRESSES.items() for method in address.writes}
    assert {key.partition("@")[0] for key in OPENS} == set(ADDRESSES)
    assert asked | {(name, "POST") for name in {*READS, *SIGNED}} == writing


def test_what_opens_to_whom(world: World, clients: dict[str, Client]) -> None:
    got = {key: {role: _status(clients[role].get(_address(key, world))) for role in row} for key, row in OPENS.items()}
    assert got == OPENS


def test_a_refusal_changes_nothing_and_nor_does_reading(world: World, clients: dict[str, Client]) -> None:
    refused = {key: {role: status for role, status in row.items() if status != "-"} for key, row in REFUSES.items()}
    before = _writes_so_far()
    got = {key: {role: _send(clients[role], key, world) for role in row} for key, row in refused.items()}
    assert got == refused
    assert _writes_so_far() == before
    for name, row in READS.items():
        for role in row:
            _send(clients[role], name, world)
    assert _writes_so_far() == before


def test_the_administration_is_for_staff_alone(clients: dict[str, Client]) -> None:
    assert {role: _status(client.get(reverse("admin:index"))) for role, client in clients.items()} == {
        role: "200" if role == "staff" else "302" for role in ROLES
    }


def _send(client: Client, key: str, world: World) -> str:
    where, _, method = key.partition("!")
    address, payload = _address(where, world), PAYLOADS.get(where.partition("@")[0], {})
    if method:
        return _status(client.generic(method, address, "{}", content_type="application/json"))
    return _status(client.post(address, payload))


def _writes_so_far() -> dict[str, int]:
    """Rows that this test's transaction has inserted, changed or deleted, by table; signing in and out left aside."""
    left_aside = ["django_session", "usersessions_usersession"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE relname <> ALL (%s)",
            [left_aside],
        )
        return dict(cursor.fetchall())
