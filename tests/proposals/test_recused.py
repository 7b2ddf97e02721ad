"""Who competes in a call sees none of its other proposals, whatever office they hold, by whichever door."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.messaging.enums import Category
from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.worklist import Reader
from exchange.office.enums import ExportFormat
from exchange.office.models import Export, MessageBatch, SavedView
from exchange.office.services.batch import write_batch
from exchange.office.services.export import request_export
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, Call, Programme
from exchange.programmes.services.offices import invite_officer
from exchange.proposals.enums import MemberState, ProposalState
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.selectors.office import managed_calls
from exchange.proposals.selectors.worklist.calls import waiting_in_calls
from exchange.proposals.services.proposals import create_proposal
from exchange.proposals.values.listing import ProposalListing
from tests.proposals.cast import TEXTS

pytestmark = pytest.mark.django_db
OPEN = [200, 302, 200, 200]  # the page of a proposal leads its managers to what was submitted
SignIn = Callable[[User | Researcher], Client]


@pytest.fixture
def other(proposal: Proposal, us_researcher: Researcher) -> Proposal:
    """Another team's, submitted as theirs is."""
    made = create_proposal(proposal.call, researcher=us_researcher, title_en="Another idea")
    Proposal.objects.update(submitted_at=timezone.now(), state=ProposalState.SUBMITTED)
    return made


def pages(call: Call, other: Proposal) -> list[str]:
    return [
        reverse("call-office", args=[call.public_id]) + "?all=1",
        reverse("proposal-detail", args=[other.public_id]),
        reverse("api-call-proposals", args=[call.public_id]),
        reverse("api-proposal-submissions", args=[other.public_id]),
    ]


@pytest.mark.parametrize("over", [ProposalState.WITHDRAWN, ProposalState.NOT_ADVANCED])
def test_no_door_opens_before_the_own_proposal_is_over(
    client_of: SignIn, competitor: User, proposal: Proposal, other: Proposal, call: Call, over: ProposalState
) -> None:
    found = [client_of(competitor).get(page).status_code for page in pages(call, other)]
    assert found == [404] * 4
    assert (managed_calls(competitor), list(waiting_in_calls(Reader(competitor)))) == ([], [])
    page = client_of(competitor).get(call.get_absolute_url()).content.decode()
    assert (page.count("You are on a proposal in this call yourself."), page.count(pages(call, other)[0][:-6])) == (
        1,
        0,
    )
    Proposal.objects.filter(pk=proposal.pk).update(state=over)
    assert [client_of(competitor).get(page).status_code for page in pages(call, other)] == OPEN
    assert managed_calls(competitor) == [call]
    page = client_of(competitor).get(call.get_absolute_url()).content.decode()
    assert page.count("You are on a proposal in this call yourself.") == 0


@pytest.mark.parametrize("state", [MemberState.INVITED, MemberState.DECLINED, MemberState.REMOVED])
def test_only_an_accepted_place_closes_the_call(
    client_of: SignIn, competitor: User, proposal: Proposal, other: Proposal, call: Call, state: MemberState
) -> None:
    TeamMember.objects.filter(proposal=proposal, researcher__user=competitor).update(state=state)
    assert client_of(competitor).get(pages(call, other)[0]).status_code == 200


def test_what_was_made_of_the_list_before_is_closed_as_well(
    client_of: SignIn, competitor: User, other: Proposal, call: Call, korean_researcher: Researcher
) -> None:
    export = request_export(PROPOSALS, call, listing=ProposalListing(), file_format=ExportFormat.CSV, by=competitor)
    batch = write_batch(PROPOSALS, call, listing=ProposalListing(), texts=TEXTS, by=competitor)
    assert (Export.objects.count(), MessageBatch.objects.count()) == (1, 1)
    client = client_of(competitor)
    addresses = [
        reverse("export-detail", args=[export.public_id]),
        reverse("batch-detail", args=[batch.public_id]),
        reverse("api-batch", args=[batch.public_id]),
    ]
    assert [client.get(one).status_code for one in addresses] == [404] * 3
    Proposal.objects.filter(members__researcher=korean_researcher).update(state=ProposalState.WITHDRAWN)
    assert [client.get(one).status_code for one in addresses] == [302, 200, 200]


def test_the_administration_shows_them_none_either(
    client_of: SignIn, competitor: User, staff: User, proposal: Proposal, other: Proposal
) -> None:
    User.objects.filter(pk=competitor.pk).update(is_staff=True, is_superuser=True)

    def listed(user: User) -> list[int]:
        client = client_of(user)
        counts = [
            client.get(reverse(f"admin:proposals_{name}_changelist")).context["cl"].result_count
            for name in ("proposal", "teammember", "answer")
        ]
        for name in ("proposalevent", "answerevent"):
            counts.append(int(client.get(reverse(f"admin:proposals_{name}_changelist")).context["cl"].result_count > 0))
        detail = client.get(reverse("admin:proposals_proposal_change", args=[other.pk]))
        return [*counts, detail.status_code]

    assert listed(staff) == [2, 3, 2, 1, 1, 200]
    assert listed(competitor) == [0, 0, 0, 0, 0, 302]
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.WITHDRAWN)
    assert listed(competitor) == [2, 3, 2, 1, 1, 200]


def kept_of_the_list(call: Call, by: User) -> MessageBatch:
    """A file, a message with its recipients and a view, each with its history."""
    SavedView.objects.create(user=by, list_key="proposals", scope_id=call.pk, name="Robots", query="text=robots")
    request_export(PROPOSALS, call, listing=ProposalListing(), file_format=ExportFormat.CSV, by=by)
    return write_batch(PROPOSALS, call, listing=ProposalListing(), texts=TEXTS, by=by)


OFFICE = ("savedview", "export", "exportevent", "messagebatch", "messagebatchevent", "batchrecipient")


def test_the_administration_shows_them_no_files_messages_or_views_of_the_list(
    client_of: SignIn, competitor: User, staff: User, korean_manager: User, proposal: Proposal, other: Proposal
) -> None:
    batch = kept_of_the_list(proposal.call, korean_manager)
    User.objects.filter(pk=competitor.pk).update(is_staff=True, is_superuser=True)

    def shown(user: User) -> list[bool]:
        client = client_of(user)
        pages = [client.get(reverse(f"admin:office_{name}_changelist")) for name in OFFICE]
        opened = client.get(reverse("admin:office_messagebatch_change", args=[batch.pk]))
        return [*(page.context["cl"].result_count > 0 for page in pages), opened.status_code == 200]

    assert (shown(staff), shown(competitor)) == ([True] * 7, [False] * 7)
    MessageBatch.objects.update(scope_id=proposal.call.pk + 1)
    assert (shown(competitor)[3], shown(competitor)[5]) == (True, True)
    MessageBatch.objects.update(scope_id=proposal.call.pk)
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.WITHDRAWN)
    assert shown(competitor) == [True] * 7


def test_the_list_of_all_changes_leaves_out_what_is_closed_to_them(
    client_of: SignIn, competitor: User, staff: User, korean_manager: User, proposal: Proposal, other: Proposal
) -> None:
    kept_of_the_list(proposal.call, korean_manager)
    User.objects.filter(pk=competitor.pk).update(is_staff=True, is_superuser=True)
    told = {"proposals.Proposal", "proposals.Answer", "office.Export", "programmes.Call"}

    def changed(user: User) -> set[str]:
        found = client_of(user).get(reverse("admin:pghistory_events_changelist")).context["cl"].queryset
        return told & set(found.values_list("pgh_obj_model", flat=True))

    assert (changed(staff), changed(competitor)) == (told, {"programmes.Call"})


def test_the_administration_shows_them_no_mail_to_the_others(
    client_of: SignIn, competitor: User, staff: User, proposal: Proposal
) -> None:
    """Of what mail says of teams they read what went to them."""
    User.objects.filter(pk=competitor.pk).update(is_staff=True, is_superuser=True)
    for category in Category:
        OutboxMessage.objects.create(category=category, key=f"theirs-{category}", address="team@example.org")
        OutboxMessage.objects.create(category=category, key=f"own-{category}", user=competitor)

    def unread(user: User) -> set[str]:
        found = client_of(user).get(reverse("admin:messaging_outboxmessage_changelist")).context["cl"].queryset
        return set(OutboxMessage.objects.exclude(pk__in=found).values_list("key", flat=True))

    assert unread(staff) == set()
    assert unread(competitor) == {"theirs-call", "theirs-proposal", "theirs-digest"}
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.WITHDRAWN)
    assert unread(competitor) == set()


def test_who_invites_and_who_is_invited_are_told(
    client_of: SignIn,
    proposal: Proposal,
    staff: User,
    iitp: Agency,
    programme: Programme,
    korean_researcher: Researcher,
) -> None:
    assert korean_researcher.user is not None
    typed = {
        "email": korean_researcher.user.email,
        "agency": iitp.code,
        "programmes": [programme.public_id],
        "language": "en",
    }
    page = client_of(staff).post(reverse("office-invite"), typed, follow=True).content.decode()
    told = "is on a proposal in “Human-robot teams”. Until it is withdrawn or decided"
    assert page.count(told) == 1
    key = OutboxMessage.objects.latest("pk").body_text.split("/offices/accept/")[1].split("/")[0]
    accept = client_of(korean_researcher).get(reverse("office-accept", args=[key])).content.decode()
    assert accept.count("You are on a proposal in “Human-robot teams”.") == 1
    Proposal.objects.update(state=ProposalState.WITHDRAWN)
    accept = client_of(korean_researcher).get(reverse("office-accept", args=[key])).content.decode()
    assert accept.count("You are on a proposal in") == 0


def test_over_the_api_the_invitation_names_the_calls(
    client_of: SignIn, proposal: Proposal, call: Call, staff: User, iitp: Agency, programme: Programme
) -> None:
    client, address = client_of(staff), reverse("api-office-invitations")
    sent = {"agency": iitp.code, "programmes": [str(programme.public_id)], "language": "en"}

    def competes_in(email: str) -> list[str]:
        answer = client.post(address, {**sent, "email": email}, content_type="application/json")
        found: list[str] = answer.json()["competes_in"]
        return found

    assert [competes_in(email) for email in ("minji@example.org", "new@agency.example")] == [[str(call.public_id)], []]
    invitation = invite_officer(
        email="alone@agency.example", agency=iitp, programmes=[], language="en", title="", by=staff
    )
    assert invitation.programmes.count() == 0
