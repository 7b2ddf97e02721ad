"""Synthetic teams with complete, confirmed proposals, in bulk: for the benchmarks, not measured themselves."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from benchmarks._verified import verified
from exchange.dossiers.enums import QuestionKind
from exchange.people.enums import CareerStage, Side, SideGround
from exchange.people.models import Organisation, Researcher, User
from exchange.people.services.side import record_sides
from exchange.programmes.models import Call, Programme
from exchange.programmes.services import create_call, publish_call
from exchange.programmes.services.calls import moved_by_years
from exchange.programmes.values.definition import CallDefinition, Question
from exchange.programmes.values.presets import find_preset
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import Answer, Attachment, BudgetLine, Confirmation, Proposal, TeamMember
from exchange.proposals.selectors.drafts import load_draft

WORDS = "We measure how people and robots work together on the factory floor and say what follows. " * 12
KOREAN = "공장에서 사람과 로봇이 함께 일하는 방식을 측정하고 그 결과를 제시합니다. " * 20


def make_call() -> Call:
    """The AFOSR–IITP example, its white paper open since yesterday."""
    preset = find_preset("afosr_iitp_2025")
    assert preset is not None
    now = timezone.now()
    stages = tuple(
        stage.model_copy(update={"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=7 * number)})
        for number, stage in enumerate(preset.definition.stages, start=1)
    )
    programme = Programme.objects.create(
        name_en="Benchmark", name_ko="벤치마크", starts_on=now.date(), ends_on=now.date() + timedelta(days=900)
    )
    manager = User.objects.create_user("manager@bench.example.org")
    later = moved_by_years(
        preset.definition, now.year + 1 - min(year.starts_on.year for year in preset.definition.ceilings)
    )
    definition = later.model_copy(update={"stages": stages})
    call = create_call(programme, definition=definition, by=manager)
    publish_call(call, note="", by=manager)
    return Call.objects.select_related("version").get(pk=call.pk)


def make_teams(call: Call, count: int) -> list[tuple[str, str, str]]:
    """Public id of each proposal with the session keys of its two leads."""
    people = {side: _people(side, count) for side in Side}
    proposals = Proposal.objects.bulk_create(
        Proposal(call=call, stage="white_paper", sides=["KR", "US"], title_en=f"Team {n}", title_ko=f"{n}번 팀")
        for n in range(count)
    )
    places = zip(proposals, people[Side.KR], people[Side.US], strict=True)
    TeamMember.objects.bulk_create(_place(proposal, researcher) for proposal, *pair in places for researcher in pair)
    _fill(call.definition, proposals)
    Confirmation.objects.bulk_create(_confirmations(proposals))
    return [
        (str(proposal.public_id), _session(korean.user), _session(american.user))
        for proposal, korean, american in zip(proposals, people[Side.KR], people[Side.US], strict=True)
    ]


def digests_of(call: Call) -> dict[str, str]:
    """What each team has read and confirmed."""
    confirmed = Confirmation.objects.filter(proposal__call=call).values_list("proposal__public_id", "digest")
    return {str(proposal): digest for proposal, digest in confirmed}


def _people(side: Side, count: int) -> list[Researcher]:
    organisation = Organisation.objects.create(
        ror_id=f"https://ror.org/bench{side.lower()}", name=f"Benchmark {side}", country=side, city="X"
    )
    users = verified(User.objects.bulk_create(User(email=f"{side.lower()}{n}@bench.example.org") for n in range(count)))
    people = Researcher.objects.bulk_create(
        Researcher(
            user=user,
            name_romanised=f"Person {n}",
            organisation=organisation,
            country=side,
            career_stage=CareerStage.ESTABLISHED,
        )
        for n, user in enumerate(users)
    )
    record_sides(people, ground=SideGround.DEMO)
    return people


def _place(proposal: Proposal, researcher: Researcher) -> TeamMember:
    return TeamMember(
        proposal=proposal,
        researcher=researcher,
        side=researcher.country,
        role=Role.PI,
        state=MemberState.ACCEPTED,
        name=researcher.name_romanised,
        email=researcher.user.email if researcher.user else "",
        projects_at_once=0,
        projects_as_pi=0,
        foreign_support="None",
        signed_off_at=timezone.now(),
    )


def _fill(definition: CallDefinition, proposals: list[Proposal]) -> None:
    draft = load_draft(proposals[0])
    choices = [part for part in draft.definition.questions_of("white_paper") if part.kind == QuestionKind.CHOICE]
    given = {(choice.key, str(side)): "no" for choice in choices for side in choice.parties}
    Answer.objects.bulk_create(
        (answer for proposal in proposals for answer in _answers(definition, proposal, given)), batch_size=2000
    )
    expected = load_draft(proposals[0]).expected_documents()
    Attachment.objects.bulk_create(
        (_file(proposal, document.key, str(side)) for proposal in proposals for document, side in expected),
        batch_size=2000,
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            proposal=proposal,
            side=ceiling.side,
            year=ceiling.key,
            category="personnel",
            amount_minor=ceiling.amount_minor,
            currency=ceiling.currency,
        )
        for proposal in proposals
        for ceiling in definition.ceilings
    )


def _answers(definition: CallDefinition, proposal: Proposal, given: dict[tuple[str, str], str]) -> Iterator[Answer]:
    for question in definition.questions_of("white_paper"):
        for side in question.parties:
            value = given.get((question.key, str(side))) or _text(question, side)
            if question.shown_if is None:
                yield Answer(
                    proposal=proposal, stage="white_paper", question=question.key, side=str(side or ""), value=value
                )


def _text(question: Question, side: Side | None) -> str:
    return (KOREAN if side == Side.KR else WORDS)[: question.limit]


def _file(proposal: Proposal, document: str, side: str) -> Attachment:
    return Attachment(
        proposal=proposal,
        stage="white_paper",
        document=document,
        side=side,
        file="proposals/benchmark.pdf",
        name=f"{document}.pdf",
        content_type="application/pdf",
        size=10_000,
        pages=3,
        sha256=hashlib.sha256(document.encode()).hexdigest(),
    )


def _confirmations(proposals: list[Proposal]) -> Iterator[Confirmation]:
    for proposal in proposals:
        digest = load_draft(Proposal.objects.select_related("call__version").get(pk=proposal.pk)).digest()
        for side in Side:
            yield Confirmation(
                proposal=proposal, stage="white_paper", side=side, digest=digest, confirmed_at=timezone.now()
            )


def _session(user: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
