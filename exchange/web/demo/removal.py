"""Who and what in this installation comes from the demo, and how it goes."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from exchange.office.models import Export, MessageBatch, SavedView
from exchange.office.services.export import discard_exports
from exchange.pairing.models import PairedPapers, PairingRound
from exchange.people.models import Researcher, SideDecision, User
from exchange.people.services.account import erase_account, erase_rows
from exchange.people.services.side import void_decisions
from exchange.people.values.mail_domains import DEMO_DOMAIN
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call, Commitment, Programme
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.services.erasure import discard_proposals
from exchange.web.demo import belongings
from exchange.web.demo.files import discard_stopped

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Removal:
    """How much went, by kind, and a line on each row that stays since real people depend on it.

    ``administrators``: addresses of who stays and administers; whoever was the demo's administrator may have made them.
    """

    gone: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    administrators: list[str] = field(default_factory=list)


def demo_accounts() -> QuerySet[User]:
    """By a verified address: nobody gets mail there, so nobody but the demo's loading can have made one.

    Whoever signed in with the public password may have moved the account to an address of their own: it stays the demo's.
    """
    theirs = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, email__iendswith=f"@{DEMO_DOMAIN}")
    return User.objects.filter(Exists(theirs) | Q(pk__in=_loaded_officials()) | Q(pk__in=_loaded_researchers()))


def _loaded_officials() -> QuerySet[Any]:
    """By their history: who merely signs up has no name while the address is not verified."""
    events: QuerySet[Any] = apps.get_model("people", "UserEvent").objects.all()
    return events.filter(email__iendswith=f"@{DEMO_DOMAIN}").exclude(name="").values("pgh_obj_id")


def _loaded_researchers() -> QuerySet[Any]:
    return Researcher.objects.filter(external_id__in=belongings.people(), user__isnull=False).values("user_id")


def objection() -> str:
    """Why a real installation must not start; empty where no demo account can sign in."""
    number = demo_accounts().filter(is_active=True).count()
    return (
        f"{number} accounts of the demo, whose password is public, can sign in here: "
        "remove them with manage.py remove_demo, or start with --demo if this is a demo."
        if number
        else ""
    )


@transaction.atomic
def remove(*, for_good: bool = True) -> Removal:
    """All of the demo that nobody real depends on, or nothing and what it would be where it is not ``for_good``."""
    removal = Removal()
    if for_good:
        discard_stopped()
    removal.gone[str(SideDecision._meta.verbose_name)] += void_decisions(by=demo_accounts())
    theirs = _erase_accounts(removal)
    _discard_proposals(theirs, removal)
    _go(belongings.calls(), belongings.on_call, _discard_call, removal)
    _go(belongings.programmes(), belongings.on_programme, _discard_programme, removal)
    _go(belongings.agencies(), belongings.on_agency, erase_rows, removal)
    _go(belongings.organisations(), belongings.on_organisation, erase_rows, removal)
    _go(belongings.topics(), belongings.on_topic, erase_rows, removal)
    if removal.gone["account"]:
        staff = User.objects.filter(is_staff=True, is_active=True).order_by("email")
        removal.administrators.extend(staff.values_list("email", flat=True))
    transaction.set_rollback(not for_good)
    return removal


def _erase_accounts(removal: Removal) -> set[int]:
    """As their owners would; returns the proposals that they took part in, wherever."""
    accounts = list(demo_accounts().order_by("pk"))
    entered = Proposal.objects.filter(members__researcher__user__in=accounts) | Proposal.objects.filter(
        created_by__in=accounts
    )
    theirs = set(entered.values_list("pk", flat=True))
    for account in accounts:
        erase_account(account, by=account)
    removal.gone["account"] += len(accounts)
    return theirs


def _discard_proposals(theirs: Iterable[int], removal: Removal) -> None:
    of_calls = Proposal.objects.filter(call__in=belongings.calls())
    going = list(belongings.of_nobody(Proposal.objects.filter(pk__in=theirs) | of_calls).order_by("pk"))
    PairedPapers.objects.filter(korean__in=going).delete()
    discard_proposals(going)
    removal.gone["proposal"] += len(going)


def _go(rows: QuerySet[Row], dependents: Callable[[Row], str], discard: Callable[[Row], Any], removal: Removal) -> None:
    for row in rows:
        kind = str(row._meta.verbose_name)
        if reason := dependents(row):
            removal.kept.append(f"{kind} “{row}”: {reason}")
        else:
            discard(row)
            removal.gone[kind] += 1


def _discard_call(call: Call) -> None:
    discard_exports(PROPOSALS.kept(Export.objects.all(), call))
    for model in (MessageBatch, SavedView):
        for row in PROPOSALS.kept(model.objects.all(), call):
            erase_rows(row)
    for round_ in PairingRound.objects.filter(call=call):
        erase_rows(round_)
    _unpromise(call.commitments.all())
    # What is published names its version, which goes with the call.
    Call.objects.filter(pk=call.pk).update(state=CallState.DRAFT, version=None)
    erase_rows(Call.objects.get(pk=call.pk))


def _discard_programme(programme: Programme) -> None:
    _unpromise(Commitment.objects.filter(budget__programme=programme))
    erase_rows(programme)


def _unpromise(commitments: QuerySet[Commitment]) -> None:
    for commitment in commitments:
        erase_rows(commitment)
