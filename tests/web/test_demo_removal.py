"""The demo goes: all that it brought, nothing that real people depend on, and a second time nothing at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from exchange.messaging.models import OutboxMessage
from exchange.office.models import Export, MessageBatch
from exchange.pairing.models import PairedPapers, PairingRound
from exchange.people.enums import CareerStage, SideGround, SideOutcome
from exchange.people.models import Organisation, Researcher, SideDecision, Topic, User
from exchange.people.selectors.side import confirmed_side, waiting_on
from exchange.people.services.profile import create_profile
from exchange.people.services.side import decide_side
from exchange.programmes.models import (
    Agency,
    AgencyOfficer,
    Call,
    Commitment,
    OfficeInvitation,
    Programme,
    ProgrammeManager,
)
from exchange.proposals.models import Proposal, Submission
from exchange.proposals.services.proposals import create_proposal
from exchange.web.demo.loading import load
from exchange.web.demo.removal import objection, remove
from tests.cast import make_account

# What says of a removal that there was one, and what the next sweep empties.
STAYS = {"Erasure", "Context", "ChangedProposal", "ChangedSubject", "ContentType"}
CALL = "AFOSR–IITP"


@pytest.fixture
def demo(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    load()


def _rows() -> dict[str, int]:
    models = [model for model in apps.get_models() if model.__name__ not in STAYS]
    return {model._meta.label: number for model in models if (number := model._default_manager.count())}


@pytest.mark.django_db
def test_nothing_of_it_is_left_in_any_table_nor_on_the_disk(
    settings: Settings,
    tmp_path: Path,
    korean_researcher: Researcher,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    before = _rows()
    load()
    assert (Submission.objects.count(), Export.objects.count(), MessageBatch.objects.count()) == (11, 2, 2)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Submission.objects.order_by("pk")[0].delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert remove().kept == []
    assert _rows() == before
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert (sum(remove().gone.values()), _rows()) == (0, before)


def test_visitors_of_what_starts_afterwards_see_nothing_of_it(demo: None, client: Client) -> None:
    assert CALL in client.get("/calls/").content.decode()
    remove()
    assert CALL not in client.get("/calls/").content.decode()


def test_a_dry_run_says_what_would_go_and_leaves_it(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = _rows()
    call_command("remove_demo", dry_run=True)
    told = capsys.readouterr().out
    assert told.startswith(
        "Of the demo would be removed: 13 × account, 11 × proposal, 3 × call, 1 × programme, 2 × agency"
    )
    assert _rows() == before
    call_command("remove_demo")
    assert capsys.readouterr().out == told.replace("would be removed", "removed")
    call_command("remove_demo")
    assert capsys.readouterr().out == "Nothing of the demo removed.\n"


def _call() -> Call:
    return Call.objects.get(title_en__startswith=CALL)


def _proposal(person: Researcher) -> None:
    create_proposal(_call(), researcher=person, title_en="Trust on the factory floor", title_ko="")


def _manager(person: Researcher) -> None:
    office = AgencyOfficer.objects.create(agency=Agency.objects.get(code="iitp"), user=person.user)
    ProgrammeManager.objects.create(programme=Programme.objects.get(), officer=office)


def _officer(person: Researcher) -> None:
    AgencyOfficer.objects.create(agency=Agency.objects.get(code="iitp"), user=person.user)


def _invitation(person: Researcher) -> None:
    invitation = OfficeInvitation.objects.create(
        agency=Agency.objects.get(code="iitp"), email="new@example.org", language="ko", digest="d"
    )
    invitation.programmes.set(Programme.objects.all())


def _promise(person: Researcher) -> None:
    budget = Programme.objects.get().budgets.order_by("pk")[0]
    Commitment.objects.create(budget=budget, purpose="Travel", amount_minor=1, made_by=person.user)


def _author(person: Researcher) -> None:
    Call.objects.create(programme=Programme.objects.get(), title_en="Ours", created_by=person.user)


def _member(person: Researcher) -> None:
    person.organisation = Organisation.objects.get(ror_id="https://ror.org/demo00001")
    person.save()


def _paired(person: Researcher) -> None:
    call = Call.objects.get(title_en__startswith="IITP–BMWK")
    korean = call.proposals.filter(sides=["KR"]).order_by("pk")[0]
    ours = Proposal.objects.create(call=call, stage=korean.stage, sides=["US"], created_by=person.user)
    round_ = PairingRound.objects.create(call=call, closes_at=timezone.now())
    PairedPapers.objects.create(round=round_, korean=korean, american=ours)


def _interested(person: Researcher) -> None:
    person.topics.add(Topic.objects.get(openalex_id="T10709"))


PROGRAMME = "programme “AFOSR–IITP ROK-US Artificial Intelligence Initiative (example)”: "


def _imported(person: Researcher) -> None:
    Topic.objects.create(openalex_id="T1", name="Optics", domain="d", field="f", subfield="s")


DEPENDENTS: list[tuple[Callable[[Researcher], None], list[str]]] = [
    (_proposal, ["1 proposal of real people", f"{PROGRAMME}1 call that stays", "1 programme", "1 programme"]),
    (_paired, ["2 proposals of real people", f"{PROGRAMME}1 call that stays", "1 programme", "1 programme"]),
    (
        _manager,
        [*["1 manager"] * 3, f"{PROGRAMME}1 manager, 3 calls that stay", "1 programme", "1 officer, 1 programme"],
    ),
    (_officer, ["1 officer"]),
    (_invitation, [f"{PROGRAMME}1 invitation", "1 programme", "1 invitation, 1 programme"]),
    (_promise, [f"{PROGRAMME}1 promise of money", "1 programme", "1 programme"]),
    (_author, ["call “Ours”: 1 author", f"{PROGRAMME}1 call that stays", "1 programme", "1 programme"]),
    (_member, ["organisation “Hanbit Institute of Technology (demo)”: 1 researcher"]),
    (_interested, ["topic “Social Robot Interaction and HRI”: 1 researcher"]),
    (_imported, []),
]


def _move(user: User, address: str) -> None:
    """As whoever signs in with the public password can, on the page of addresses."""
    EmailAddress.objects.create(user=user, email=address, verified=True)
    EmailAddress.objects.filter(user=user, email=user.email).delete()
    User.objects.filter(pk=user.pk).update(email=address)


@pytest.mark.parametrize("moved", ["admin", "manager-kr", "kim"])
def test_an_account_that_was_moved_to_another_address_is_the_demos_all_the_same(demo: None, moved: str) -> None:
    before = objection()
    user = User.objects.get(email=f"{moved}@demo.example.org")
    _move(user, "somebody@example.com")
    assert objection() == before != ""
    remove()
    assert (objection(), User.objects.filter(pk=user.pk).exists()) == ("", False)


def test_who_once_claimed_an_address_of_the_demo_is_not_of_it(db: None) -> None:
    user = User.objects.create_user("robin@demo.example.org", "a long password")
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    _move(user, "robin@example.com")
    assert objection() == ""
    remove()
    assert User.objects.filter(pk=user.pk).exists()


def test_administrators_who_stay_are_named(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo's administrator, who may be anybody, may have made them."""
    make_account("friend@example.com", is_staff=True)
    call_command("remove_demo", dry_run=True)
    told = capsys.readouterr().out
    assert "Do you know them all?\n  friend@example.com\n" in told
    call_command("remove_demo")
    call_command("remove_demo")
    assert capsys.readouterr().out.count("friend@example.com") == 1


def test_what_real_people_depend_on_stays_and_is_named(demo: None, korean_researcher: Researcher) -> None:
    """One after the other, each as if it alone were there."""
    for depend, stays in DEPENDENTS:
        with transaction.atomic():
            depend(korean_researcher)
            kept = remove().kept
            assert [line.endswith(end) for line, end in zip(kept, stays, strict=True)] == [True] * len(stays), kept
            assert User.objects.filter(pk=korean_researcher.user_id).exists()
            assert Topic.objects.exists() == (depend in {_imported, _interested})
            transaction.set_rollback(True)


def _decided(name: str, like: Researcher, by: User, outcome: str = SideOutcome.CONFIRMED) -> Researcher:
    """Somebody whose side ``by`` has decided."""
    person = create_profile(
        make_account(f"{name}@example.org"),
        name_romanised=name,
        organisation=like.organisation,
        career_stage=CareerStage.POSTDOC,
    )
    decide_side(person, outcome=outcome, reason="Met", by=by, organisation=person.organisation)
    return person


def test_what_its_officers_decided_of_real_people_falls_with_them_and_the_people_are_told(
    demo: None, korean_researcher: Researcher
) -> None:
    """What a real officer decided, or an address says as well, stays; of the demo's own people nobody is written to."""
    invented, real = User.objects.get(email="manager-kr@demo.example.org"), make_account("officer@example.org")
    AgencyOfficer.objects.create(agency=Agency.objects.get(code="iitp"), user=real)
    confirmed = _decided("confirmed", korean_researcher, invented)
    refused = _decided("refused", korean_researcher, invented, SideOutcome.REFUSED)
    attested = _decided("attested", korean_researcher, invented)
    ours = _decided("ours", korean_researcher, User.objects.get(pk=real.pk))
    SideDecision.objects.filter(researcher__external_id__startswith="demo-", side="KR").update(
        ground=SideGround.OFFICER, decided_by=invented, reason="Met"
    )
    EmailAddress.objects.create(user=attested.user, email="a@hanbit.ac.kr", verified=True)
    Organisation.objects.filter(pk=attested.organisation_id).update(domains=["hanbit.ac.kr"])
    assert remove().gone["decision on a side"] == 3
    assert [confirmed_side(one) for one in (confirmed, refused, attested, ours)] == [None, None, "KR", "KR"]
    told = OutboxMessage.objects.filter(key__startswith="side-fallen-").order_by("pk")
    assert [(one.user, one.subject) for one in told] == [
        (confirmed.user, "Your side has to be confirmed again"),
        (refused.user, "The refusal of your side no longer counts"),
    ]
    assert list(waiting_on("KR")) == [confirmed, refused]
    assert (sum(remove().gone.values()), told.count()) == (0, 2)
