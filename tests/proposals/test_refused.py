"""What a team is refused, on both sides of each bound, and what stays as it was."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from exchange.http.stale import Stale
from exchange.people.enums import Side
from exchange.people.models import Organisation, Researcher, User
from exchange.programmes.enums import CallState, StageKind
from exchange.programmes.models import Call, Programme
from exchange.programmes.services import create_call, publish_call
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import BudgetLine, Proposal, TeamMember
from exchange.proposals.models.team import BETWEEN_SENDINGS, MOST_SENDINGS
from exchange.proposals.services.budget import save_budget
from exchange.proposals.services.proposals import add_accepted, change_titles, create_proposal, proposal_sides
from exchange.proposals.services.reminders import due, people_to_remind, remind_teams
from exchange.proposals.services.team import (
    MOST_MEMBERS,
    change_role,
    declare,
    decline_invitation,
    invite_member,
    remove_member,
    resend_invitation,
    set_paying_partner,
)
from tests.cast import make_researcher
from tests.programmes.cast import make_definition
from tests.proposals.cast import sent_earlier

NOTHING = {"projects_at_once": 0, "projects_as_pi": 0, "last_collaboration_on": None, "foreign_support": "None"}


@pytest.fixture
def lead(proposal: Proposal) -> TeamMember:
    return proposal.members.get(email="minji@example.org")


@pytest.fixture
def junior(proposal: Proposal, korean_organisation: Organisation) -> TeamMember:
    """A member of the Korean side, who has signed."""
    person = make_researcher("junior@example.org", "Junior", korean_organisation)
    member = add_accepted(proposal, person, role=Role.MEMBER)
    return declare(member, values=NOTHING, signed=True)


def invite(lead: TeamMember, email: str = "new@example.org", **changes: Any) -> TeamMember:
    values = {"name": "New", "side": Side.KR, "role": Role.MEMBER, **changes}
    return invite_member(lead.proposal, email=email, inviter=lead, **values)


def test_an_address_is_kept_in_small_letters_and_asked_once(lead: TeamMember) -> None:
    assert invite(lead, "New@Example.org").email == "new@example.org"
    for again in ("NEW@example.org", "Minji@example.org"):
        with pytest.raises(ValidationError, match="in the team already"):
            invite(lead, again)


def test_nobody_is_invited_to_a_side_that_takes_no_part(lead: TeamMember) -> None:
    lead.proposal.sides = [Side.KR]
    with pytest.raises(ValidationError, match="of the other side alone"):
        invite(lead, side=Side.US)
    assert invite(lead).side == Side.KR


@pytest.mark.parametrize(
    ("others", "state", "is_full"),
    [
        (MOST_MEMBERS - 2, MemberState.INVITED, True),
        (MOST_MEMBERS - 3, MemberState.INVITED, False),
        (MOST_MEMBERS - 2, MemberState.DECLINED, False),
    ],
)
def test_a_team_has_so_many_people(lead: TeamMember, others: int, state: str, is_full: bool) -> None:
    """The two leads are there already; who declined takes no place."""
    values = {"proposal": lead.proposal, "side": Side.KR, "role": Role.MEMBER, "state": state, "name": "M"}
    TeamMember.objects.bulk_create(TeamMember(email=f"m{n}@example.org", **values) for n in range(others))
    if not is_full:
        assert invite(lead).state == MemberState.INVITED
        return
    with pytest.raises(ValidationError, match="at most 60 people"):
        invite(lead)


@pytest.mark.parametrize(
    ("sent", "ago", "reason"),
    [
        (1, BETWEEN_SENDINGS, ""),
        (1, BETWEEN_SENDINGS - timedelta(seconds=1), "less than a day ago"),
        (MOST_SENDINGS - 1, BETWEEN_SENDINGS, ""),
        (MOST_SENDINGS, BETWEEN_SENDINGS, "often enough"),
    ],
)
def test_an_invitation_is_sent_again_after_a_day_a_few_times(
    lead: TeamMember, sent: int, ago: timedelta, reason: str
) -> None:
    member = invite(lead)
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC), tick=False):
        TeamMember.objects.filter(pk=member.pk).update(times_sent=sent, last_sent_at=timezone.now() - ago)
        if not reason:
            assert resend_invitation(member, inviter=lead).times_sent == sent + 1
            return
        with pytest.raises(ValidationError, match=reason):
            resend_invitation(member, inviter=lead)


def test_removing_an_invitation_gives_it_no_further_mails(lead: TeamMember, korean_organisation: Organisation) -> None:
    """Neither at once nor by sending the new one again; whoever has answered may be asked anew."""
    for number in range(1, MOST_SENDINGS):
        assert invite(lead).times_sent == number
        remove_member(lead.proposal.members.get(email="new@example.org", state=MemberState.INVITED), reason="x")
    last = invite(lead)
    sent_earlier(last)
    with pytest.raises(ValidationError, match="often enough"):
        resend_invitation(last, inviter=lead)
    remove_member(last, reason="x")
    with pytest.raises(ValidationError, match="often enough"):
        invite(lead)
    assert invite(lead, "other@example.org").times_sent == 1
    TeamMember.objects.filter(email="new@example.org").update(replied_at=timezone.now())
    assert invite(lead).times_sent == 1


@pytest.mark.parametrize("state", MemberState)
def test_each_act_has_its_states(lead: TeamMember, junior: TeamMember, state: MemberState) -> None:
    acts: dict[str, Callable[[], object]] = {
        "decline": lambda: decline_invitation(junior),
        "role": lambda: change_role(junior, role=Role.CO_PI),
        "declare": lambda: declare(junior, values=NOTHING, signed=True),
        "remove": lambda: remove_member(junior, reason="x"),
        "send": lambda: resend_invitation(junior, inviter=lead),
    }
    done = set()
    for name, act in acts.items():
        TeamMember.objects.filter(pk=junior.pk).update(
            state=state, role=Role.MEMBER, times_sent=1, last_sent_at=timezone.now() - BETWEEN_SENDINGS
        )
        try:
            act()
        except ValidationError:
            continue
        done.add(name)
    assert (
        done
        == {
            MemberState.INVITED: {"decline", "role", "remove", "send"},
            MemberState.ACCEPTED: {"role", "declare", "remove"},
            MemberState.DECLINED: set(),
            MemberState.REMOVED: set(),
        }[state]
    )


@pytest.mark.parametrize("state", ProposalState)
def test_a_team_is_changed_while_the_proposal_can_be_changed(
    lead: TeamMember, junior: TeamMember, state: ProposalState
) -> None:
    """Whatever its page said when it was read: a decision may have come since."""
    waiting = invite(lead)
    sent_earlier(waiting)
    acts: dict[str, Callable[[], object]] = {
        "invite": lambda: invite(lead, "late@example.org"),
        "role": lambda: change_role(junior, role=Role.CO_PI),
        "declare": lambda: declare(junior, values=NOTHING, signed=True),
        "send": lambda: resend_invitation(waiting, inviter=lead),
        "remove": lambda: remove_member(junior, reason="x"),
    }
    Proposal.objects.update(state=state)
    for act in acts.values():
        if state.is_editable:
            act()
            continue
        with pytest.raises(ValidationError, match="This is not open any more"):
            act()
    assert TeamMember.objects.get(pk=junior.pk).has_accepted is not state.is_editable
    assert decline_invitation(waiting).state == MemberState.DECLINED


def test_another_role_makes_the_signature_void_and_the_same_one_does_not(junior: TeamMember) -> None:
    assert change_role(junior, role=Role.MEMBER).has_signed_off
    assert not change_role(junior, role=Role.CO_PI).has_signed_off


def test_the_lead_goes_to_somebody_who_has_accepted(lead: TeamMember, junior: TeamMember) -> None:
    american = lead.proposal.members.get(side=Side.US)
    with pytest.raises(ValidationError, match="Make somebody else"):
        change_role(lead, role=Role.MEMBER)
    with pytest.raises(ValidationError, match="Only somebody who has accepted"):
        change_role(invite(lead), role=Role.PI)
    former = invite(lead, "former@example.org")
    TeamMember.objects.filter(pk=former.pk).update(role=Role.PI, state=MemberState.REMOVED)
    change_role(junior, role=Role.PI)
    roles = lead.proposal.members.order_by("pk").values_list("email", "role", "signed_off_at")
    assert [(email, role, signed is not None) for email, role, signed in roles] == [
        (lead.email, Role.CO_PI, False),
        (american.email, Role.PI, True),
        (junior.email, Role.PI, False),
        ("new@example.org", Role.MEMBER, False),
        ("former@example.org", Role.PI, False),
    ]


def test_a_lead_who_has_not_accepted_can_be_removed(lead: TeamMember) -> None:
    with pytest.raises(ValidationError, match="Hand over the lead first"):
        remove_member(lead, reason="x")
    TeamMember.objects.filter(pk=lead.pk).update(state=MemberState.INVITED)
    assert remove_member(lead, reason=" x ").left_reason == "x"


@pytest.mark.parametrize("state", ProposalState)
@pytest.mark.parametrize("knows", [True, False])
def test_a_partner_who_pays_is_named_where_the_call_knows_one(
    programme: Programme,
    korean_manager: User,
    korean_researcher: Researcher,
    state: ProposalState,
    knows: bool,
) -> None:
    limits = {"load_with_paying_partner": {"projects": 6, "as_pi": 4}} if knows else {}
    call = create_call(programme, definition=make_definition(limits=limits), by=korean_manager)
    publish_call(call, note="", by=korean_manager)
    call.refresh_from_db()
    proposal = create_proposal(call, researcher=korean_researcher, title_en="Trust")
    Proposal.objects.update(state=state)
    for pays, is_taken in ((True, knows and state.is_editable), (False, state.is_editable)):
        if is_taken:
            assert set_paying_partner(proposal, pays=pays).has_paying_partner is pays
            continue
        with pytest.raises(ValidationError):
            set_paying_partner(proposal, pays=pays)


def test_who_begins_leads_at_their_organisation_until_the_stage_is_over(
    call: Call, korean_researcher: Researcher
) -> None:
    closes_at = call.stages.get().closes_at
    with pytest.raises(ValidationError):
        create_proposal(call, researcher=korean_researcher, title_en="x" * 301)
    with time_machine.travel(closes_at, tick=False), pytest.raises(ValidationError, match="no new proposals"):
        create_proposal(call, researcher=korean_researcher, title_en="Trust")
    with time_machine.travel(closes_at - SECOND, tick=False):
        begun = create_proposal(call, researcher=korean_researcher, title_en="Trust").members.get()
    assert (begun.role, begun.side, begun.organisation) == (Role.PI, Side.KR, str(korean_researcher.organisation))


def test_a_concept_paper_is_of_one_side(call: Call, korean_researcher: Researcher) -> None:
    kinds = (StageKind.CONCEPT_PAPER, StageKind.WHITE_PAPER)
    assert [proposal_sides(call, kind, korean_researcher) for kind in kinds] == [[Side.KR], [Side.KR, Side.US]]


@pytest.mark.parametrize(("country", "sides"), [("", ["KR", "US"]), ("US", ["KR"])])
def test_who_is_of_no_side_of_the_call_begins_nothing(
    programme: Programme, korean_manager: User, us_researcher: Researcher, country: str, sides: list[str]
) -> None:
    call = create_call(programme, definition=make_definition(sides=sides), by=korean_manager)
    publish_call(call, note="", by=korean_manager)
    call.refresh_from_db()
    us_researcher.country = country
    with pytest.raises(ValidationError, match="Choose your organisation first"):
        create_proposal(call, researcher=us_researcher)
    assert not Proposal.objects.exists()


def test_titles_are_those_that_were_read_or_the_new_ones_already(proposal: Proposal) -> None:
    read = (proposal.title_en, proposal.title_ko)
    change_titles(proposal, title_en=" New ", title_ko="새", read=read)
    assert change_titles(proposal, title_en="New", title_ko="새", read=read).title_en == "New"
    with pytest.raises(Stale):
        change_titles(proposal, title_en="Other", title_ko="새", read=read)
    assert Proposal.objects.get().title_en == "New"


YEAR = "KR:2096-07-01"
TRAVEL = (YEAR, "travel")


def test_a_budget_is_of_the_calls_years_and_of_what_was_read(proposal: Proposal) -> None:
    values = {"proposal": proposal, "side": Side.KR, "category": "travel", "currency": "KRW", "amount_minor": 7}
    BudgetLine.objects.create(**values, year="KR:2020-01-01")
    BudgetLine.objects.create(**{**values, "side": Side.US, "currency": "USD"}, year="US:2096-07-01")
    with pytest.raises(ValidationError, match="not a budget year"):
        save_budget(proposal, side=Side.KR, amounts={("KR:2020-01-01", "travel"): 1}, read={})
    for wrong in ({(YEAR, "yachts"): 5}, {TRAVEL: -5}):
        with pytest.raises(ValidationError):
            save_budget(proposal, side=Side.KR, amounts=wrong, read={})
    save_budget(proposal, side=Side.KR, amounts={TRAVEL: 5}, read={})
    kept = [("KR", YEAR, 5), ("US", "US:2096-07-01", 7)]
    assert list(BudgetLine.objects.order_by("side").values_list("side", "year", "amount_minor")) == kept
    with pytest.raises(Stale):
        save_budget(proposal, side=Side.KR, amounts={TRAVEL: 6}, read={TRAVEL: 4})
    save_budget(proposal, side=Side.KR, amounts={TRAVEL: 5}, read={TRAVEL: 4})
    save_budget(proposal, side=Side.KR, amounts={TRAVEL: 0}, read={TRAVEL: 5})
    assert list(BudgetLine.objects.values_list("side", flat=True)) == ["US"]


END = datetime(2026, 3, 10, 6, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "day"),
    [
        (timedelta(days=7) + SECOND, None),
        (timedelta(days=7), 7),
        (timedelta(days=6) + SECOND, 7),
        (timedelta(days=6), None),
        (timedelta(days=3), 3),
        (timedelta(days=2), None),
        (timedelta(days=1), 1),
        (SECOND, 1),
        (timedelta(0), None),
    ],
)
def test_the_day_of_each_reminder(before: timedelta, day: int | None) -> None:
    assert due(END, END - before) == day


@pytest.mark.parametrize(
    ("before", "written"), [(timedelta(days=7) + SECOND, 0), (timedelta(days=7), 2), (SECOND, 2), (timedelta(0), 0)]
)
def test_reminders_are_written_while_the_stage_is_to_close(proposal: Proposal, before: timedelta, written: int) -> None:
    proposal.call.stages.update(opens_at=END - timedelta(days=30), closes_at=END)
    with time_machine.travel(END - before, tick=False):
        assert [remind_teams() for _time in range(2)] == [written, 0]


@pytest.mark.parametrize("state", CallState)
def test_nobody_is_reminded_of_a_call_that_is_not_open(proposal: Proposal, state: CallState) -> None:
    proposal.call.stages.update(opens_at=END - timedelta(days=30), closes_at=END)
    Call.objects.update(state=state)
    with time_machine.travel(END - timedelta(days=1), tick=False):
        assert remind_teams() == (2 if state == CallState.PUBLISHED else 0)


@pytest.mark.parametrize(
    ("changes", "reminded"),
    [
        ({}, 2),
        ({"state": MemberState.INVITED}, 1),
        ({"state": MemberState.REMOVED}, 1),
        ({"researcher": None}, 1),
    ],
)
def test_who_takes_part_is_reminded(proposal: Proposal, changes: dict[str, Any], reminded: int) -> None:
    proposal.members.filter(side=Side.US).update(**changes)
    assert people_to_remind(proposal.call.stages.get()).count() == reminded


def test_of_another_stage_or_with_a_closed_account_nobody_is_reminded(
    proposal: Proposal, us_researcher: Researcher
) -> None:
    stage = proposal.call.stages.get()
    User.objects.filter(pk=us_researcher.user_id).update(is_active=False)
    assert [row.email for row in people_to_remind(stage)] == ["minji@example.org"]
    Proposal.objects.update(stage=StageKind.FULL_PROPOSAL)
    assert not people_to_remind(stage).exists()


def test_what_one_declares_is_theirs(junior: TeamMember) -> None:
    declared = declare(junior, values={**NOTHING, "last_collaboration_on": date(2025, 1, 1)}, signed=False)
    assert (declared.last_collaboration_on, declared.has_signed_off) == (date(2025, 1, 1), False)
