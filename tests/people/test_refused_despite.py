"""What an officer refused although an address or ORCID spoke for it is not undone by the person pressing once more."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from exchange.people.enums import CareerStage, SideGround, SideOutcome
from exchange.people.models import Organisation, Researcher, SideDecision, User
from exchange.people.selectors.side import confirmed_side
from exchange.people.services.profile import create_profile, update_profile
from exchange.people.services.side import ask_again, confirm_by_evidence, decide_side, void_decisions
from tests.cast import make_account

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def hanbit(korean_organisation: Organisation) -> Organisation:
    korean_organisation.domains = ["hanbit.ac.kr"]
    korean_organisation.save()
    return korean_organisation


@pytest.fixture
def refused(hanbit: Organisation, korean_manager: User) -> Researcher:
    """Confirmed by their address, and then refused by an officer who knows that they have left."""
    person = create_profile(
        make_account("gone@hanbit.ac.kr"), name_romanised="Gone", organisation=hanbit, career_stage=CareerStage.POSTDOC
    )
    by_address = SideDecision.objects.in_force().get(researcher=person)
    assert by_address.ground == SideGround.ADDRESS
    refuse(person, korean_manager, by_address)
    return person


def refuse(person: Researcher, by: User, read: SideDecision) -> SideDecision:
    said = {"outcome": SideOutcome.REFUSED, "reason": "Left in March", "organisation": person.organisation}
    return decide_side(person, by=by, reverses=read.pk, **said)


@pytest.mark.parametrize("door", ["side-check", "api-side"])
def test_looking_once_more_is_no_new_evidence(client_of: ClientOf, refused: Researcher, door: str) -> None:
    client_of(refused).post(reverse(door))
    assert confirmed_side(refused) is None
    assert SideDecision.objects.in_force().get(researcher=refused).outcome == SideOutcome.REFUSED


def test_nor_is_asking_again_or_coming_back(refused: Researcher, hanbit: Organisation) -> None:
    ask_again(refused, reason="I am back")
    assert confirm_by_evidence(refused) is None
    elsewhere = Organisation.objects.create(ror_id="https://ror.org/0elsewhere", name="Elsewhere", country="KR")
    for place in (elsewhere, hanbit):
        update_profile(refused, organisation=place)
    assert confirmed_side(refused) is None


def test_an_officers_word_lets_them_in_again(refused: Researcher, korean_manager: User, hanbit: Organisation) -> None:
    ask_again(refused, reason="I am back")
    said = {"outcome": SideOutcome.CONFIRMED, "reason": "She is", "organisation": hanbit}
    decide_side(refused, by=korean_manager, **said)
    assert confirmed_side(refused) == "KR"


def test_other_evidence_than_the_refused_one_counts(refused: Researcher, hanbit: Organisation) -> None:
    hanbit.domains = ["hanbit.ac.kr", "hanbit-lab.re.kr"]
    hanbit.save()
    EmailAddress.objects.filter(user=refused.user).delete()
    EmailAddress.objects.create(user=refused.user, email="new@hanbit-lab.re.kr", verified=True, primary=True)
    decision = confirm_by_evidence(refused)
    assert decision is not None
    assert (decision.outcome, decision.reason) == (SideOutcome.CONFIRMED, "hanbit-lab.re.kr")


def test_a_refusal_that_was_never_an_officers_word_outweighs_nothing(refused: Researcher, korean_manager: User) -> None:
    """An account of the demo had said it."""
    assert void_decisions(by=[korean_manager]) == 1
    assert confirmed_side(refused) == "KR"
