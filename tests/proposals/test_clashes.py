"""A call all of whose managers of an agency are on proposals in it: who can name another one is told, and so is who acts."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django_celery_beat.models import PeriodicTask
from pytest_django import DjangoAssertNumQueries

from exchange.config.celery import app
from exchange.messaging.enums import Category, Delivery
from exchange.messaging.models import NotificationPreference, OutboxMessage
from exchange.messaging.selectors.worklist import Reader, worklist_of
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, AgencyOfficer, Call, Programme, ProgrammeManager
from exchange.programmes.selectors.able import able_to_run, clashes
from exchange.programmes.selectors.worklist import waiting_for_managers
from exchange.programmes.services.clashes import tell_of_clashes
from exchange.proposals.enums import MemberState, ProposalState
from exchange.proposals.models import Proposal, TeamMember
from exchange.web.status.registry import sections
from tests.cast import make_account

SignIn = Callable[[User | Researcher], Client]
NOBODY = "No other manager is available: ask an administrator of this site to name one."

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(competitor: User) -> User:
    """The only manager of the programme, and on a proposal to its call."""
    ProgrammeManager.objects.exclude(officer__user=competitor).delete()
    return competitor


@pytest.fixture
def other_agency(alone: User, us_manager: User, afosr: Agency, programme: Programme) -> User:
    """A manager of the other agency, who is on no proposal."""
    office = AgencyOfficer.objects.get_or_create(agency=afosr, user=us_manager)[0]
    ProgrammeManager.objects.get_or_create(programme=programme, officer=office)
    return User.objects.get(pk=us_manager.pk)


def found() -> list[tuple[Call, str, int]]:
    return [(clash.call, clash.agency.code, len(clash.able)) for clash in clashes(ProgrammeManager.objects.in_force())]


def told(user: User) -> list[tuple[str, str, str]]:
    items = waiting_for_managers(Reader(User.objects.get(pk=user.pk)))
    return [(item.title, item.act, item.url) for item in items]


def test_the_administrator_is_told_and_led_to_where_another_manager_is_named(
    alone: User, staff: User, call: Call, client_of: SignIn
) -> None:
    page = reverse("admin:programmes_programme_change", args=[call.programme_id])
    assert found() == [(call, "iitp", 0)]
    assert told(staff) == [(str(call), "Name another manager", page)]
    assert page in client_of(staff).get(reverse("home")).content.decode()
    assert page in {item["url"] for item in client_of(staff).get(reverse("api-worklist")).json()["results"]}
    (fact,) = next(section for section in sections() if section.key == "calls").facts
    assert (fact.label, fact.is_trouble, fact.url) == (str(call), True, page)
    assert "No one can publish or close the call" in client_of(staff).get(reverse("status")).content.decode()
    assert client_of(staff).get(page).status_code == 200


def test_once_another_manager_is_named_there_nothing_is_left_of_it(
    alone: User, staff: User, call: Call, iitp: Agency, client_of: SignIn
) -> None:
    office = AgencyOfficer.objects.create(agency=iitp, user=make_account("new@iitp.example", name="Sora Han"))
    address = reverse("admin:programmes_programme_change", args=[call.programme_id])
    form = client_of(staff).get(address).context["adminform"].form
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    rows = {f"{prefix}-{what}": 0 for prefix in ("topics", "budgets") for what in ("TOTAL_FORMS", "INITIAL_FORMS")}
    there = ProgrammeManager.objects.get(programme=call.programme)
    managers = {
        "managers-TOTAL_FORMS": 2,
        "managers-INITIAL_FORMS": 1,
        "managers-0-id": there.pk,
        "managers-0-programme": call.programme_id,
        "managers-0-officer": there.officer_id,
        "managers-1-programme": call.programme_id,
        "managers-1-officer": office.pk,
    }
    answer = client_of(staff).post(address, typed | rows | managers)
    assert answer.status_code == 302, answer.context["errors"]
    assert (found(), told(staff), able_to_run(call)) == ([], [], [office])
    events = ProgrammeManager.pgh_event_model.objects.filter(officer_id=office.pk)  # type: ignore[attr-defined]
    assert [event.pgh_context.metadata["user"] for event in events] == [staff.pk]
    (fact,) = next(section for section in sections() if section.key == "calls").facts
    assert (fact.value, fact.is_trouble) == ("None", False)


def test_the_other_agencys_managers_are_told_and_can_run_it(
    alone: User, other_agency: User, staff: User, call: Call, client_of: SignIn
) -> None:
    assert found() == [(call, "iitp", 1)]
    assert told(other_agency) == [(str(call), "Open the call", call.get_absolute_url())]
    assert told(alone) == []
    assert len(told(staff)) == 1
    assert call.get_absolute_url() in client_of(other_agency).get(reverse("home")).content.decode()


def test_administrators_and_the_other_agencys_managers_are_written_to_once(
    alone: User, other_agency: User, staff: User, call: Call
) -> None:
    """Each with what they can do about it, in their own language."""
    User.objects.filter(pk=staff.pk).update(language="ko")
    tell_of_clashes()
    tell_of_clashes()
    mails = {mail.user: mail for mail in OutboxMessage.objects.filter(key__startswith="clash-")}
    assert (OutboxMessage.objects.filter(key__startswith="clash-").count(), set(mails)) == (2, {staff, other_agency})
    page = reverse("admin:programmes_programme_change", args=[call.programme_id])
    here, there = mails[other_agency].body_text, mails[staff].body_text
    assert (call.get_absolute_url() in here, page in here, "Until then it can be run by:" in here) == (
        True,
        False,
        True,
    )
    assert (page in there, "관리자는 이 사업에 다른 담당자를" in there, "Until then" in there) == (True, True, False)


def test_who_wants_no_mail_about_calls_gets_none_of_it(alone: User, staff: User) -> None:
    NotificationPreference.objects.create(user=staff, category=Category.CALL, delivery=Delivery.OFF)
    tell_of_clashes()
    assert not OutboxMessage.objects.filter(key__startswith="clash-").exists()


def test_the_schedule_looks_for_such_calls(db: None) -> None:
    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(task="exchange.programmes.tasks.tell_of_clashes")
    assert (row.enabled, row.interval.every, row.interval.period, row.task in app.tasks) == (True, 15, "minutes", True)


def test_without_a_clash_nobody_is_written_to(competitor: User, staff: User) -> None:
    app.tasks["exchange.programmes.tasks.tell_of_clashes"]()
    assert not OutboxMessage.objects.filter(key__startswith="clash-").exists()


def test_of_another_programme_nobody_is_told(alone: User, other_agency: User, programme: Programme) -> None:
    ProgrammeManager.objects.filter(officer__user=other_agency).delete()
    elsewhere = Programme.objects.create(
        name_en="Elsewhere", name_ko="다른 곳", starts_on=programme.starts_on, ends_on=programme.ends_on
    )
    office = AgencyOfficer.objects.get(user=other_agency)
    elsewhere.agencies.add(office.agency)
    ProgrammeManager.objects.create(programme=elsewhere, officer=office)
    assert (told(other_agency), len(found())) == ([], 1)


@pytest.mark.parametrize("state", [ProposalState.WITHDRAWN, ProposalState.NOT_ADVANCED])
def test_whose_proposal_is_over_may_run_it_again(alone: User, proposal: Proposal, state: str) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(state=state)
    assert found() == []


@pytest.mark.parametrize("state", [one for one in MemberState if one != MemberState.ACCEPTED])
def test_whoever_has_no_accepted_place_competes_in_nothing(alone: User, state: str) -> None:
    TeamMember.objects.filter(researcher__user=alone).update(state=state)
    assert found() == []


def test_a_colleague_without_a_proposal_is_enough(competitor: User, korean_manager: User, call: Call) -> None:
    assert [officer.user for officer in able_to_run(call)] == [korean_manager]
    assert found() == []
    User.objects.filter(pk=korean_manager.pk).update(is_active=False)
    assert (able_to_run(call), [code for _call, code, _able in found()]) == ([], ["iitp"])


def doors(client: Client, call: Call) -> list[str]:
    """The pages on which a call is published, closed and moved, and what they answer to whoever competes."""
    one = [call.public_id]
    read = (reverse("call-edit", args=[*one, "basics"]), call.get_absolute_url())
    pages = [client.get(page) for page in (*read, reverse("stage-deadline", args=[*one, "white_paper"]))]
    pressed = [client.post(reverse(name, args=one)) for name in ("call-close", "call-publish", "api-call-closing")]
    return [answer.content.decode() for answer in (*pages, *pressed)]


def test_whoever_competes_reads_who_can(alone: User, other_agency: User, call: Call, client_of: SignIn) -> None:
    Call.objects.filter(pk=call.pk).update(draft=call.draft | {"title": call.draft["title"] | {"en": "Another title"}})
    (able,) = able_to_run(call)
    told = doors(client_of(alone), call)
    assert [f"Managers who can: {able}." in text for text in told] == [True] * len(told)
    assert "Managers who can:" not in "".join(doors(client_of(other_agency), call)[:3])
    ProgrammeManager.objects.filter(officer=able).delete()
    told = doors(client_of(alone), call)
    assert [NOBODY in text for text in told] == [True] * len(told)


def test_what_waits_is_asked_with_two_questions_while_nobody_competes(
    korean_manager: User, call: Call, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = Reader(User.objects.get(pk=korean_manager.pk))
    assert reader.user.is_manager
    with django_assert_num_queries(2):
        assert list(waiting_for_managers(reader)) == []
    assert not [item for item in worklist_of(reader.user) if item.kind == "clash"]
