"""Whoever merely says to be on a side sees nobody of it. Each look is first shown to succeed where the side is confirmed."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.people.disclosure import Viewer, may_see_person, visible_researchers
from exchange.people.enums import CareerStage, Side, SideGround, SideOutcome
from exchange.people.models import ConsentRecord, Organisation, Researcher, SideDecision, User
from exchange.people.selectors.side import Standing, confirmed_side, evidence_for, standing_of, waiting_on
from exchange.people.services.account import export_account
from exchange.people.services.consent import withdraw_consent
from exchange.people.services.organisations import enter_organisation, merge_organisation
from exchange.people.services.profile import create_profile, update_profile
from exchange.people.services.side import confirm_by_evidence, decide_side, record_sides
from tests.people.newcomers import newcomer

ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def hanbit(korean_organisation: Organisation) -> Organisation:
    """A real university of Korea, with its domain."""
    korean_organisation.domains = ["hanbit.ac.kr"]
    korean_organisation.save()
    return korean_organisation


@pytest.fixture
def withdrawn(korean_researcher: Researcher) -> Researcher:
    """In Korea, and shown to nobody in the US any more."""
    withdraw_consent(korean_researcher, country=Side.US)
    return korean_researcher


def sees(user: User, other: Researcher) -> bool:
    return may_see_person(Viewer.of(user), other)


def verify(client: Client, user: User, address: str) -> None:
    """As the link in the mail does it."""
    row = EmailAddress.objects.create(user=user, email=address)
    client.post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(row).key]))
    row.refresh_from_db()
    assert row.verified


def test_a_garage_in_seoul_opens_nobody_in_korea(
    client_of: ClientOf, us_researcher: Researcher, withdrawn: Researcher, korean_manager: User
) -> None:
    garage = enter_organisation(name="Garage", country=Side.KR, city="Seoul")
    page = reverse("person-detail", args=[withdrawn.public_id])
    update_profile(us_researcher, organisation=garage)
    client = client_of(us_researcher)
    assert client.get(page).status_code == 404
    assert client.get(reverse("api-person", args=[withdrawn.public_id])).status_code == 404
    themselves = [str(us_researcher.public_id)]
    assert [person.public_id for person in client.get(reverse("person-list")).context["people"]] == themselves
    assert [person["public_id"] for person in client.get(reverse("api-people")).json()["results"]] == themselves
    decide_side(us_researcher, outcome=SideOutcome.CONFIRMED, reason="Met", by=korean_manager, organisation=garage)
    assert client.get(page).status_code == 200


def test_a_real_university_merely_picked_opens_nobody(
    us_researcher: Researcher, withdrawn: Researcher, hanbit: Organisation
) -> None:
    update_profile(us_researcher, organisation=hanbit)
    assert not sees(us_researcher.user, withdrawn)
    EmailAddress.objects.create(user=us_researcher.user, email="alex@hanbit.ac.kr", verified=True)
    confirm_by_evidence(us_researcher)
    assert sees(us_researcher.user, withdrawn)


def test_switching_back_brings_nothing_back(
    us_researcher: Researcher, korean_researcher: Researcher, us_organisation: Organisation
) -> None:
    assert sees(us_researcher.user, korean_researcher)
    garage = enter_organisation(name="Garage", country=Side.KR, city="Seoul")
    update_profile(us_researcher, organisation=garage)
    update_profile(us_researcher, organisation=us_organisation)
    assert not sees(us_researcher.user, korean_researcher)
    assert not ConsentRecord.objects.filter(researcher=us_researcher, withdrawn_at=None).exists()
    assert not SideDecision.objects.in_force().filter(researcher=us_researcher).exists()


def test_another_organisation_of_the_same_side_keeps_the_consent_alone(
    us_researcher: Researcher, korean_researcher: Researcher
) -> None:
    other = enter_organisation(name="Other Lab", country=Side.US)
    update_profile(us_researcher, organisation=other)
    assert not sees(us_researcher.user, korean_researcher)
    assert ConsentRecord.objects.filter(researcher=us_researcher, withdrawn_at=None).count() == 1
    update_profile(us_researcher, department="Robotics")
    record_sides([us_researcher], ground=SideGround.IMPORT)
    update_profile(us_researcher, organisation=other, department="Trust")
    assert sees(us_researcher.user, korean_researcher)


@pytest.mark.parametrize(
    ("address", "confirms"),
    [
        ("han@hanbit.ac.kr", True),
        ("han@CS.Hanbit.ac.kr", True),
        ("han@evil-hanbit.ac.kr", False),
        ("han@hanbit.ac.kr.evil.com", False),
        ("han@xhanbit.ac.kr", False),
        ("han@ac.kr", False),
        ("han@hаnbit.ac.kr", False),  # a Cyrillic а
        ("hanbit.ac.kr@gmail.com", False),
        ('"han@hanbit.ac.kr"@evil.com', False),
    ],
)
def test_only_an_address_below_the_domain_confirms(address: str, confirms: bool, hanbit: Organisation) -> None:
    person = newcomer(address, hanbit)
    assert (confirmed_side(person) == Side.KR) is confirms
    if confirms:
        decision = person.side_decisions.get()
        assert (decision.ground, decision.reason, decision.decided_by) == (SideGround.ADDRESS, "hanbit.ac.kr", None)


def test_an_address_that_was_only_typed_confirms_nothing(client_of: ClientOf, hanbit: Organisation) -> None:
    person = newcomer("new@example.org", hanbit)
    EmailAddress.objects.create(user=person.user, email="new@hanbit.ac.kr", verified=False)
    assert confirm_by_evidence(person) is None
    verify(client_of(person), person.user, "new@cs.hanbit.ac.kr")
    assert confirmed_side(person) == Side.KR
    assert confirm_by_evidence(person) == person.side_decisions.get()


def test_a_public_provider_speaks_for_nobody(hanbit: Organisation) -> None:
    Organisation.objects.filter(pk=hanbit.pk).update(domains=["naver.com", "ac.kr"])
    person = newcomer("han@naver.com", Organisation.objects.get(pk=hanbit.pk))
    EmailAddress.objects.create(user=person.user, email="han@evil.ac.kr", verified=True)
    assert evidence_for(Researcher.objects.get(pk=person.pk)) is None
    hanbit.domains = ["Hanbit.AC.kr."]
    hanbit.full_clean()
    assert hanbit.domains == ["hanbit.ac.kr"]
    for shared in ("naver.com", "ac.kr", "localhost"):
        hanbit.domains = [shared]
        with pytest.raises(ValidationError, match="own"):
            hanbit.full_clean()


def test_a_domain_of_both_sides_tells_neither(hanbit: Organisation, us_organisation: Organisation) -> None:
    Organisation.objects.filter(pk=us_organisation.pk).update(domains=["us.hanbit.ac.kr"])
    assert confirmed_side(newcomer("a@us.hanbit.ac.kr", hanbit)) is None
    assert confirmed_side(newcomer("b@us.hanbit.ac.kr", Organisation.objects.get(pk=us_organisation.pk))) == Side.US
    Organisation.objects.filter(pk=us_organisation.pk).update(domains=["hanbit.ac.kr"])
    assert confirmed_side(newcomer("c@hanbit.ac.kr", hanbit)) is None


def test_who_is_not_confirmed_is_shown_to_nobody(
    korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    assert sees(us_researcher.user, korean_researcher)
    korean_researcher.side_decisions.update(ended_at=timezone.now())
    assert not sees(us_researcher.user, korean_researcher)
    assert not sees(korean_manager, korean_researcher)
    assert sees(korean_researcher.user, korean_researcher)


def test_a_confirmation_of_one_side_is_none_of_the_other(
    us_researcher: Researcher, withdrawn: Researcher, korean_organisation: Organisation
) -> None:
    """Whatever wrote the row, behind the back of the services."""
    Researcher.objects.filter(pk=us_researcher.pk).update(country=Side.KR, organisation=korean_organisation)
    assert not sees(us_researcher.user, withdrawn)
    us_researcher.side_decisions.update(side=Side.KR)
    assert sees(us_researcher.user, withdrawn)
    us_researcher.side_decisions.update(outcome=SideOutcome.REFUSED)
    assert not sees(us_researcher.user, withdrawn)


def test_the_own_start_page_looks_with_the_confirmed_side(us_researcher: Researcher, withdrawn: Researcher) -> None:
    assert Viewer.of_researcher(us_researcher).country == Side.US
    us_researcher.side_decisions.update(ended_at=timezone.now())
    assert Viewer.of_researcher(us_researcher) == Viewer(researcher_id=us_researcher.pk)
    assert list(visible_researchers(Viewer.of_researcher(us_researcher))) == [us_researcher]


def test_an_office_gives_a_side_that_a_garage_does_not_take_away(
    us_manager: User, korean_researcher: Researcher
) -> None:
    garage = enter_organisation(name="Garage", country=Side.KR, city="Seoul")
    create_profile(us_manager, name_romanised="Dana", organisation=garage, career_stage=CareerStage.INDUSTRY)
    withdraw_consent(korean_researcher, country=Side.US)
    assert (Viewer.of(us_manager).country, sees(us_manager, korean_researcher)) == (Side.US, False)


def test_what_was_confirmed_of_an_entered_organisation_holds_after_merging(
    korean_organisation: Organisation, us_organisation: Organisation, korean_manager: User
) -> None:
    entered = enter_organisation(name="Hanbit Inst.", country=Side.KR)
    person, other = newcomer("new@example.org", entered), newcomer("other@example.org", entered)
    decide_side(person, outcome=SideOutcome.CONFIRMED, reason="Met", by=korean_manager, organisation=entered)
    merge_organisation(entered, into=korean_organisation)
    assert (confirmed_side(person), confirmed_side(other)) == (Side.KR, None)
    again = enter_organisation(name="Lakeside Univ.", country=Side.KR)
    person = newcomer("third@example.org", again)
    decide_side(person, outcome=SideOutcome.CONFIRMED, reason="Met", by=korean_manager, organisation=again)
    merge_organisation(again, into=us_organisation)
    assert (confirmed_side(person), SideDecision.objects.in_force().filter(researcher=person).count()) == (None, 0)


def test_officers_decide_on_their_own_side_with_a_reason_and_never_on_themselves(
    korean_organisation: Organisation, korean_manager: User, us_manager: User, staff: User
) -> None:
    person = newcomer("new@example.org", korean_organisation)
    said = {"outcome": SideOutcome.CONFIRMED, "organisation": korean_organisation}
    for stranger in (us_manager, staff, person.user):
        with pytest.raises(ValidationError, match="own side"):
            decide_side(person, reason="Met", by=stranger, **said)
    own = create_profile(
        korean_manager, name_romanised="So Ra", organisation=korean_organisation, career_stage="industry"
    )
    with pytest.raises(ValidationError, match="themselves"):
        decide_side(own, reason="Me", by=korean_manager, **said)
    with pytest.raises(ValidationError, match="reason"):
        decide_side(person, reason="  ", by=korean_manager, **said)
    with pytest.raises(ValidationError, match="another organisation"):
        decide_side(person, reason="Met", by=korean_manager, outcome=SideOutcome.CONFIRMED, organisation=None)
    assert confirmed_side(person) is None
    decision = decide_side(person, reason=" Met ", by=korean_manager, **said)
    assert (decision.reason, decision.decided_by, confirmed_side(person)) == ("Met", korean_manager, Side.KR)


def test_a_refusal_ends_the_waiting_until_something_speaks_for_the_person(
    client_of: ClientOf, hanbit: Organisation, korean_manager: User
) -> None:
    person = newcomer("new@example.org", hanbit)
    assert (list(waiting_on(Side.KR)), list(waiting_on(Side.US))) == ([person], [])
    decide_side(person, outcome=SideOutcome.REFUSED, reason="Unknown there", by=korean_manager, organisation=hanbit)
    assert list(waiting_on(Side.KR)) == []
    assert (standing_of(person).standing, confirmed_side(person)) == (Standing.REFUSED, None)
    verify(client_of(person), person.user, "new@hanbit.ac.kr")
    assert standing_of(person).standing == Standing.CONFIRMED
    assert [row.outcome for row in person.side_decisions.all()] == [SideOutcome.CONFIRMED, SideOutcome.REFUSED]


def test_who_waits_has_a_verified_address_and_a_side(korean_organisation: Organisation) -> None:
    elsewhere = enter_organisation(name="Somewhere", country="")
    newcomer("typed@example.org", korean_organisation, verified=False)
    away = newcomer("away@example.org", elsewhere)
    gone = newcomer("gone@example.org", korean_organisation)
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    waits = newcomer("waits@example.org", korean_organisation)
    assert list(waiting_on(Side.KR)) == [waits]
    assert standing_of(away).standing == Standing.ELSEWHERE
    nowhere = Researcher.objects.create(name_romanised="No Where")
    assert standing_of(nowhere).standing == Standing.NO_ORGANISATION


def test_one_line_is_in_force_and_officers_give_reasons(korean_researcher: Researcher) -> None:
    line = {"researcher": korean_researcher, "side": Side.KR, "outcome": SideOutcome.CONFIRMED}
    with pytest.raises(IntegrityError, match="one_in_force"), transaction.atomic():
        SideDecision.objects.create(ground=SideGround.IMPORT, **line)
    with pytest.raises(IntegrityError, match="has_reason"), transaction.atomic():
        SideDecision.objects.create(ground=SideGround.OFFICER, ended_at=timezone.now(), **line)


def test_the_person_takes_the_decisions_along(korean_researcher: Researcher) -> None:
    (line,) = export_account(korean_researcher.user)["people"]["side_decisions"]
    assert (line["organisation"], line["side"], line["outcome"], line["ground"]) == (
        "Hanbit Institute",
        "KR",
        "confirmed",
        "demo",
    )


def test_who_is_recorded_already_stays_as_decided(korean_researcher: Researcher, us_researcher: Researcher) -> None:
    korean_researcher.side_decisions.update(outcome=SideOutcome.REFUSED)
    nowhere = Researcher.objects.create(name_romanised="No Where")
    assert record_sides([korean_researcher, us_researcher, nowhere], ground=SideGround.IMPORT) == 0
    assert confirmed_side(korean_researcher) is None
    us_researcher.side_decisions.update(side=Side.KR)
    assert record_sides([us_researcher], ground=SideGround.IMPORT) == 1
    assert confirmed_side(us_researcher) == Side.US


def test_an_address_at_an_organisation_that_has_moved_confirms_no_side(hanbit: Organisation) -> None:
    person = newcomer("new@example.org", hanbit)
    EmailAddress.objects.create(user=person.user, email="new@hanbit.ac.kr", verified=True)
    Organisation.objects.filter(pk=hanbit.pk).update(country=Side.US)
    assert evidence_for(Researcher.objects.get(pk=person.pk)) is None


@pytest.mark.parametrize("way", ["removed", "unverified", "renamed"])
def test_a_side_is_confirmed_no_longer_than_the_address_is_there(hanbit: Organisation, way: str) -> None:
    person = newcomer("new@example.org", hanbit)
    row = EmailAddress.objects.create(user=person.user, email="new@cs.hanbit.ac.kr", verified=True)
    confirm_by_evidence(person)
    assert confirmed_side(person) == Side.KR
    before = Researcher.objects.get(pk=person.pk).changed_at
    # Another address of theirs that goes changes nothing.
    EmailAddress.objects.create(user=person.user, email="more@example.org", verified=True).delete()
    assert confirmed_side(person) == Side.KR
    rows = EmailAddress.objects.filter(pk=row.pk)
    {
        "removed": lambda: rows.delete(),
        "unverified": lambda: rows.update(verified=False),
        "renamed": lambda: rows.update(email="new@nothanbit.ac.kr"),
    }[way]()
    assert confirmed_side(person) is None
    assert Researcher.objects.get(pk=person.pk).changed_at > before


def test_a_side_is_confirmed_no_longer_than_the_domain_is_the_organisations(
    client_of: ClientOf, hanbit: Organisation, staff: User
) -> None:
    """An administrator who takes a wrong domain away takes away what it confirmed, and nothing else."""
    hanbit.domains = ["hanbit.ac.kr", "alumni.example.com"]
    hanbit.save()
    people = {}
    for address in ("one@alumni.example.com", "two@hanbit.ac.kr", "three@alumni.example.com"):
        people[address] = newcomer(address, hanbit)
        confirm_by_evidence(people[address])
    EmailAddress.objects.create(user=people["three@alumni.example.com"].user, email="3@hanbit.ac.kr", verified=True)
    address = reverse("admin:people_organisation_change", args=[hanbit.pk])
    client = client_of(staff)
    page = client.get(address).context
    parts = [page["adminform"].form, *(one.formset.management_form for one in page["inline_admin_formsets"])]
    sent = {field.html_name: field.value() for part in parts for field in part if field.value() not in (None, False)}
    sent |= {"domains": "hanbit.ac.kr", "names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}
    people["by another ground"] = newcomer("four@example.org", hanbit)
    record_sides([people["by another ground"]], ground=SideGround.IMPORT)
    kept = SideDecision.objects.in_force().get(researcher=people["two@hanbit.ac.kr"])
    answer = client.post(address, sent, follow=True)
    assert "1 person waits for their side to be confirmed again" in answer.content.decode()
    assert [confirmed_side(person) for person in people.values()] == [None, Side.KR, Side.KR, Side.KR]
    assert SideDecision.objects.in_force().get(researcher=people["two@hanbit.ac.kr"]) == kept


def test_a_second_address_in_the_domain_keeps_the_side(hanbit: Organisation) -> None:
    person = newcomer("new@example.org", hanbit)
    first = EmailAddress.objects.create(user=person.user, email="new@hanbit.ac.kr", verified=True)
    confirm_by_evidence(person)
    EmailAddress.objects.create(user=person.user, email="NEW@CS.HANBIT.ac.kr", verified=True)
    first.delete()
    assert confirmed_side(person) == Side.KR


def test_what_an_officer_confirmed_rests_on_no_address(korean_researcher: Researcher) -> None:
    korean_researcher.side_decisions.update(ground=SideGround.OFFICER, reason="I know her")
    EmailAddress.objects.filter(user=korean_researcher.user).delete()
    assert confirmed_side(korean_researcher) == Side.KR
