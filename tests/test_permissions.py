"""Every address of the product against every role: what opens, what is refused, and that a refusal changes nothing.

The addresses come from the URL configuration itself, so a new one without a row fails by its name.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from exchange.messaging.enums import Category
from exchange.messaging.links import unsubscribe_url
from exchange.people.enums import PublicationSource, Side
from exchange.people.models import Organisation, PublicationImport, Researcher, User
from exchange.programmes.models import AgencyOfficer, Programme, ProgrammeManager
from exchange.programmes.services import create_call
from exchange.projects.enums import ProjectStatus
from exchange.proposals.enums import Role
from exchange.proposals.models import Attachment, Proposal, SavedView, TeamMember
from exchange.proposals.services.proposals import add_accepted, create_proposal
from exchange.proposals.services.submission import submit_proposal
from matching.enums import RunKind
from matching.models import Pair
from matching.services.decisions import introduce_pair
from matching.services.runs import queue_run
from tests.conftest import consent_to, make_researcher
from tests.matching.conftest import *  # noqa: F403 - the cast with a project, and a run of the matching
from tests.matching.conftest import add_publication, make_project
from tests.proposals.conftest import *  # noqa: F403 - the programme, its call and a proposal to it
from tests.proposals.conftest import make_definition
from tests.proposals.test_submission import confirm_both

SignIn = Callable[[User | Researcher], Client]
World = dict[str, Any]

# Not of this table, and why:
EXCLUDED = {
    "admin/": "Django's own pages behind one check, which stands below as a whole",
    "accounts/": "allauth's own pages, tested there; what we changed of them is tested in tests/people",
}

ROLES = (
    "anonymous",
    "outsider",  # signed in, without a profile
    "korean",  # Korean researcher with consent: PI of the Korean side, party of the pair
    "us",  # US researcher with consent: leads the project, PI of the US side, party of the pair
    "peer",  # Korean researcher with consent, who has no part in anything
    "closed",  # US researcher who has given no consent and has no part in anything
    "invited",  # invited to both teams by address, has not answered
    "manager",  # Korean manager of the programme
    "other",  # US manager of another programme
    "officer",  # US officer who manages no programme
    "staff",
)


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


Rows = dict[str, dict[str, str]]


def _rows(table: dict[str, str]) -> Rows:
    """One row per address: a status for each role, or one that all have in common and a few are asked for."""
    rows: Rows = {}
    for statuses, keys in table.items():
        columns = statuses.split()
        row = dict(zip(ROLES, columns, strict=True)) if len(columns) > 1 else dict.fromkeys(FEW, columns[0])
        for key in keys.split():
            assert key not in rows, f"{key} has two rows"
            rows[key] = row
    return rows


FEW = ("anonymous", "outsider", "us", "manager")
# ``login`` is the redirection to signing in. ``name@variant`` is the same address for another subject of the world.
# anon outsider korean us peer closed invited manager other officer staff
OPENS = _rows(
    {
        "302": "set_language",
        "405": "api-token publication-choose publication-import publication-fetch unsubscribe-undo answer-save",
        "403 200 200 200 200 200 200 200 200 200 200": """
            api-organisations api-topics api-notifications api-projects
        """,
        "403 404 200 200 200 200 200 404 404 404 404": """
            api-publications api-publication-imports api-profile api-suggestions
        """,
        "403 404 404 200 404 404 404 404 404 404 404": "api-publication api-publication-import api-project@draft",
        "403 405 405 405 405 405 405 405 405 405 405": """
            api-publication-choice api-reaction api-decisions api-run-cancel
        """,
        "403 404 200 200 200 200 200 200 200 200 200": "api-project",
        "200": """
            api-calls api-call api-call-version api-schema api-docs about-matching healthz robots unsubscribe
            call-list call-calendar-all call-feed call-detail call-calendar call-version
        """,
        "403 403 403 403 403 403 403 200 200 200 403": "api-review",
        "403 403 403 403 403 403 403 200 200 200 200": "api-runs api-run",
        "200 302 200 200 200 200 200 200 200 200 302": "home",
        "404": "dev-mail",
        "login 302 200 200 200 200 200 302 302 302 302": """
            publication-list publication-add profile consent profile-edit project-create proposal-create
        """,
        "login 302 404 200 404 404 404 302 302 302 302": "publication-edit publication-import-detail",
        "login 200 200 200 200 200 200 200 200 200 200": """
            person-list onboarding-step preferences account-data account-export notifications project-list
            proposal-list suggestion-list meaning-search introduction-list
        """,
        "login 404 200 200 200 200 200 200 200 200 200": "person-detail project-detail",
        "login 302 302 302 302 302 302 302 302 302 302": "onboarding",
        "login 405 405 405 405 405 405 405 405 405 405": """
            consent-give consent-withdraw account-erase project-close call-publish call-close call-topics
            proposal-confirm proposal-unconfirm proposal-withdraw proposal-reopen proposal-ask proposal-decide
            suggestion-react suggestion-undo review-decide review-decide-pair introduction-reply run-cancel
            proposal-titles
        """,
        "login 404 403 200 403 403 403 403 403 403 403": "project-edit",
        "login 404 404 404 404 404 404 200 200 404 200": "call-create programme-list",
        "404 404 404 404 404 404 404 200 404 404 404": "call-preview call-detail@draft api-call@draft",
        "login 404 404 404 404 404 404 200 404 404 404": "call-edit stage-deadline programme-detail",
        "login 404 200 200 404 404 404 404 404 404 404": """
            proposal-detail proposal-checks proposal-answers proposal-submit introduction-detail
            proposal-submit@submitted
        """,
        "login 404 404 404 404 404 404 404 404 404 404": """
            submission-latest submission-diff@submitted submission-detail submission-diff
        """,
        "login 404 200 200 404 404 404 200 404 404 404": "submission-receipt submission-detail@submitted",
        "login 404 200 200 404 404 404 200 200 200 200": "suggestion-detail",
        "login 403 403 403 403 403 403 200 200 200 403": "review",
        "login 404 404 404 404 404 404 200 200 200 404": "review-detail",
        "login 403 403 403 403 403 403 200 200 200 200": "run-list run-detail",
        "login 404 404 200 404 200 200 404 200 200 200": "person-detail@closed project-detail@closed",
        "login 404 404 200 404 404 404 404 404 404 404": "project-detail@draft",
        "403 404 404 200 404 200 200 404 200 200 200": "api-project@closed",
        "login 404 200 200 404 404 404 302 404 404 404": "proposal-detail@submitted",
        "login 404 302 302 404 404 404 302 404 404 404": "submission-latest@submitted",
    }
)
# Landed while this table was written; to be moved to the rows above and below.
WAITING = _rows(
    {
        "-": """
    attachment attachment-remove proposal-team proposal-declaration proposal-partner member-role
    member-remove proposal-budget proposal-documents document-upload invitation call-office office-view-save
    office-view-delete export-list export-detail export-download export-cancel batch-list batch-create
    batch-detail batch-edit batch-act api-call-proposals api-exports api-batches api-export api-export-file
    api-batch api-proposals api-proposal api-proposal-checks api-proposal-team api-proposal-answers
    api-proposal-answer api-proposal-attachments api-attachment api-invitations api-invitation calls-for-me
    call-partners call-pairing pairing-reviews pairing-open pairing-closing pairing-close pairing-run
    pairing-confirm proposal-priorities
"""
    }
)
# What changes something, by every role that must be refused; ``-`` may do it, or is told what is lacking.
# ``name!METHOD`` where it is not POST.
# anon outsider korean us peer closed invited manager other officer staff
REFUSES = _rows(
    {
        "403 - - - - - - - - - -": "api-publications api-publication-imports api-notifications!PATCH",
        "login - - - - - - - - - -": "onboarding-step preferences account-erase notifications meaning-search",
        "login 302 - - - - - 302 302 302 302": """
            profile-edit publication-add publication-choose publication-import publication-fetch consent-give
            consent-withdraw project-create proposal-create
        """,
        "403 404 - - - - - 404 404 404 404": "api-profile!PATCH api-publication-choice!PUT",
        "403 403 - - - - - 403 403 403 403": "api-projects",
        "login 302 404 - 404 404 404 302 302 302 302": "publication-edit",
        "403 404 404 - 404 404 404 404 404 404 404": "api-publication!PATCH api-publication!DELETE",
        "login 404 403 - 403 403 403 403 403 403 403": "project-edit project-close",
        "login 404 404 - 404 404 404 404 404 404 404": "project-edit@draft project-close@draft",
        "403 404 403 - 403 403 403 403 403 403 403": "api-project!PATCH",
        "login 404 404 404 404 404 404 - - 404 -": "call-create",
        "login 404 404 404 404 404 404 - 404 404 404": """
            call-edit call-edit@draft call-publish call-publish@draft call-close call-topics stage-deadline
            programme-detail
        """,
        "login 404 - - 404 404 404 404 404 404 404": """
            proposal-titles proposal-submit proposal-withdraw proposal-reopen suggestion-react suggestion-undo
            introduction-reply
        """,
        "login 404 403 - 404 404 404 404 404 404 404": "answer-save proposal-confirm proposal-unconfirm",
        "login 404 - - 404 404 404 403 404 404 404": "proposal-withdraw@submitted proposal-reopen@submitted",
        "login 404 403 403 404 404 404 404 404 404 404": "proposal-ask proposal-decide",
        "login 404 403 403 404 404 404 - 404 404 404": "proposal-ask@submitted proposal-decide@submitted",
        "403 404 - - 404 404 404 404 404 404 404": "api-reaction",
        "403 403 403 403 403 403 403 - - - 403": "api-decisions",
        "login 403 403 403 403 403 403 - - - 403": "review-decide review-decide-pair",
        "403 403 403 403 403 403 403 - - - -": "api-runs api-run-cancel",
        "login 403 403 403 403 403 403 - - - -": "run-list run-cancel",
    }
)
# Carries its permission in its address, signed; tested in tests/messaging.
SIGNED = {"unsubscribe"}
# Whatever is posted here, nothing changes.
READS = _rows(
    {
        "-": """
            set_language home about-matching healthz robots dev-mail unsubscribe-undo api-token
            person-list person-detail profile consent onboarding account-data account-export
            publication-list publication-import-detail project-list project-detail
            call-list call-detail call-version call-preview call-calendar-all call-calendar call-feed programme-list
            proposal-list proposal-detail proposal-checks proposal-answers
            submission-latest submission-detail submission-diff submission-receipt
            suggestion-list suggestion-detail introduction-list introduction-detail review review-detail run-detail
        """
    }
)


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


@pytest.fixture
def world(
    pair: Pair, proposal: Proposal, people: dict[str, User], programme: Programme, settings: Any, tmp_path: Path
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
    return "login" if location.startswith(reverse("account_login")) else str(answer.status_code)


def test_every_address_has_its_rows() -> None:
    asked = {(key.partition("!")[0].partition("@")[0], key.partition("!")[2] or "POST") for key in REFUSES}
    writing = {(name, method) for name, address in ADDRESSES.items() for method in address.writes}
    writing = {(name, method) for name, method in writing if name not in WAITING}
    assert {key.partition("@")[0] for key in OPENS} == set(ADDRESSES) - set(WAITING)
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
