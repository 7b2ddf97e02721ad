"""Something of every kind waits for one researcher and one manager among many: proposals, papers, introductions, messages."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.money.enums import Currency
from exchange.office.enums import BatchState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.pairing.models import FirstReview, PairingRound
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, AgencyOfficer, Call, Programme, ProgrammeManager
from exchange.programmes.services import create_call, publish_call
from exchange.programmes.values.definition import CallDefinition
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import (
    InformationRequest,
    Proposal,
    TeamMember,
)
from exchange.proposals.selectors.managed import PROPOSALS as LIST
from matching.enums import PairState
from matching.models import Introduction, Pair

PROPOSALS, PAPERS, LETTERS, OWN = 4000, 400, 2000, 5
TEXT = {"en": "Human-robot teams", "ko": "사람과 로봇 팀"}


def make_waiting(researcher: Researcher, manager: User) -> None:
    """Two calls with proposals of everybody, some of them the researcher's."""
    programme, agency = _programme(manager)
    people = list(Researcher.objects.exclude(pk=researcher.pk).order_by("pk")[:PROPOSALS])
    call = _call(programme, manager, "white_paper", days=5)
    proposals = _proposals(call, "white_paper", [Side.KR, Side.US], people)
    _own(proposals[: 2 * OWN], researcher)
    asked = proposals[-20:]
    Proposal.objects.filter(pk__in=[one.pk for one in asked]).update(state=ProposalState.INFORMATION_ASKED)
    until = timezone.now() + timedelta(days=2)
    InformationRequest.objects.bulk_create(
        InformationRequest(proposal=one, text="Why?", answer_until=until, asked_by=manager) for one in asked
    )
    _letters(call, proposals, manager)
    _papers(programme, agency, manager, people, researcher)
    _introductions(researcher)


def _programme(manager: User) -> tuple[Programme, Agency]:
    facts: dict[str, Any] = {"side": Side.KR, "languages": ["ko"], "currency": Currency.KRW}
    agency = Agency.objects.create(code="waiting", name_en="Agency", name_ko="기관", **facts)
    programme = Programme.objects.create(
        name_en="Programme", name_ko="사업", starts_on=date(2026, 1, 1), ends_on=date(2029, 1, 1)
    )
    programme.agencies.add(agency)
    officer = AgencyOfficer.objects.create(agency=agency, user=manager)
    ProgrammeManager.objects.create(programme=programme, officer=officer)
    return programme, agency


def _call(programme: Programme, manager: User, kind: str, *, days: int, **more: Any) -> Call:
    now = timezone.now()
    stages: list[dict[str, Any]] = [{"kind": kind, "opens_at": now, "closes_at": now + timedelta(days=days)}]
    if more:
        later = {"opens_at": now + timedelta(days=20), "closes_at": now + timedelta(days=50), "by_invitation": True}
        stages.append({"kind": "full_proposal", **later})
    question = {"key": "aims", "label": TEXT, "kind": "long_text", "stage": kind}
    definition = CallDefinition.model_validate(
        {"title": TEXT, "summary": TEXT, "stages": stages, "questions": [question], **more}
    )
    call = create_call(programme, definition=definition, by=manager)
    publish_call(call, note="", by=manager)
    call.refresh_from_db()
    return call


def _proposals(call: Call, stage: str, sides: list[str], leads: list[Researcher]) -> list[Proposal]:
    state = ProposalState.SUBMITTED if len(sides) == 1 else ProposalState.DRAFT
    made = Proposal.objects.bulk_create(
        [
            Proposal(
                call=call, stage=stage, sides=sides, title_en=f"T{number}", state=state, submitted_at=timezone.now()
            )
            for number in range(len(leads))
        ],
        batch_size=1000,
    )
    TeamMember.objects.bulk_create(
        [_place(proposal, lead, Role.PI) for proposal, lead in zip(made, leads, strict=True)], batch_size=1000
    )
    return made


def _place(proposal: Proposal, person: Researcher, role: str, state: str = MemberState.ACCEPTED) -> TeamMember:
    assert person.user is not None
    named = {"name": person.name_romanised, "email": person.user.email}
    researcher = person if state == MemberState.ACCEPTED else None
    side = person.country if role != Role.PI else proposal.sides[0]
    return TeamMember(proposal=proposal, researcher=researcher, side=side, role=role, state=state, **named)


def _own(proposals: list[Proposal], researcher: Researcher) -> None:
    """In half of them the researcher takes part, into the others they are invited."""
    for number, proposal in enumerate(proposals):
        state = MemberState.ACCEPTED if number % 2 else MemberState.INVITED
        _place(proposal, researcher, Role.CO_PI, state).save()


def _letters(call: Call, proposals: list[Proposal], manager: User) -> None:
    texts = {"subject_en": "{title}", "subject_ko": "{title}", "body_en": "Dear", "body_ko": "님께"}
    for state in (BatchState.DRAFT, BatchState.REVIEWED, BatchState.SENT):
        batch = MessageBatch.objects.create(
            list_key=LIST.key,
            scope_id=call.pk,
            state=state,
            written_by=manager,
            queued_at=timezone.now(),
            **texts,
        )
    members = list(TeamMember.objects.filter(proposal__in=proposals[:LETTERS], researcher__isnull=False))
    mails = OutboxMessage.objects.bulk_create(
        OutboxMessage(
            user_id=manager.pk,
            category="proposal",
            key=f"letter-{member.pk}",
            language="en",
            subject="T",
            body_text="T",
            state=OutboxState.SENT if number % 500 else OutboxState.FAILED,
        )
        for number, member in enumerate(members)
    )
    BatchRecipient.objects.bulk_create(
        BatchRecipient(
            batch=batch, place_id=member.pk, row_id=member.proposal_id, user=manager, state="written", message=mail
        )
        for member, mail in zip(members, mails, strict=True)
    )


def _papers(
    programme: Programme, agency: Agency, manager: User, people: list[Researcher], researcher: Researcher
) -> None:
    for is_open in (True, False):
        call = _call(programme, manager, "concept_paper", days=1, team_formation="matchmaking")
        call.stages.filter(kind="concept_paper").update(
            opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(days=1)
        )
        papers = _proposals(call, "concept_paper", [Side.KR], [researcher, *people[: PAPERS - 1]])
        reviewed = papers if is_open else papers[: PAPERS // 2]
        FirstReview.objects.bulk_create(
            FirstReview(proposal=paper, agency=agency, is_eligible=True) for paper in reviewed
        )
        if is_open:
            PairingRound.objects.create(call=call, closes_at=timezone.now() + timedelta(days=3))


def _introductions(researcher: Researcher) -> None:
    pairs = list(Pair.objects.filter(researcher=researcher).order_by("pk")[:OWN])
    Pair.objects.filter(pk__in=[pair.pk for pair in pairs]).update(state=PairState.INTRODUCED)
    Introduction.objects.bulk_create(Introduction(pair=pair) for pair in pairs)
