"""What of the own account and profile waits: a consent to collection, an address to confirm, a profile to begin, a side to confirm, the consent to decide on."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.people.enums import SideOutcome
from exchange.people.models import Researcher, SideDecision, User
from exchange.people.selectors.account import lacking
from exchange.people.selectors.profile import researcher_of
from exchange.people.selectors.side import decision_in_force, offices_of


def waiting_in_account(reader: Reader) -> Iterator[WorkItem]:
    user = reader.user
    missing = lacking(user)
    if missing.is_asked_to_agree:
        yield _privacy(user)
    if missing.address is not None:
        yield _address(missing.address["pk"], missing.address["email"])
    researcher = researcher_of(user)
    if researcher is None:
        if not user.officer_side and not user.is_staff:
            yield _profile(user)
        return
    if missing.is_side_unconfirmed:
        yield from _side(researcher)
    if missing.is_consent_missing:
        yield _consent(researcher)
    if missing.is_consent_to_less:
        yield _consent_to_less(researcher)


def _privacy(user: User) -> WorkItem:
    return WorkItem(
        kind="privacy",
        subject=str(user.public_id),
        label=_("Your consent to the privacy notice is missing"),
        title=_("Read what is collected of you and why"),
        detail=_("The notice is new or has changed. Everything stays open to you meanwhile"),
        act=_("Read and agree"),
        url=reverse("privacy"),
        entry="preferences",
    )


def _address(pk: str, email: str) -> WorkItem:
    return WorkItem(
        kind="address",
        subject=str(pk),
        label=_("Email address not confirmed"),
        title=email,
        detail=_("Open the link in the email we sent there, or have it sent again"),
        act=_("Confirm"),
        url=reverse("account_email"),
        entry="preferences",
    )


def _profile(user: User) -> WorkItem:
    return WorkItem(
        kind="profile",
        subject=str(user.public_id),
        label=_("Your profile is empty"),
        title=_("Say who you are and where you work"),
        detail=_("Suggestions, teams and proposals all start from it"),
        act=_("Describe yourself"),
        url=reverse("onboarding"),
        entry="profile",
    )


def _side(researcher: Researcher) -> Iterator[WorkItem]:
    decision = decision_in_force(researcher)
    if decision is None:
        yield _unconfirmed(researcher)
    elif decision.outcome == SideOutcome.REFUSED:
        yield _refused(decision)


def _refused(decision: SideDecision) -> WorkItem:
    offices = ", ".join(office.name for office in offices_of(decision))
    return WorkItem(
        kind="side-refused",
        subject=str(decision.pk),
        label=_("%(office)s did not confirm your side") % {"office": offices or _("An agency")},
        title=decision.organisation.label if decision.organisation else decision.get_side_display(),
        detail=_("Reason given: %(reason)s") % {"reason": decision.reason},
        act=_("See what you can do"),
        url=reverse("side"),
        entry="profile",
    )


def _unconfirmed(researcher: Researcher) -> WorkItem:
    return WorkItem(
        kind="side",
        subject=str(researcher.public_id),
        label=_("Your side is not confirmed"),
        title=_("Show that you belong to your organisation"),
        detail=_("Until then you see nobody else and nobody sees you"),
        act=_("See how"),
        url=reverse("side"),
        entry="profile",
    )


def _consent(researcher: Researcher) -> WorkItem:
    return WorkItem(
        kind="consent",
        subject=str(researcher.public_id),
        label=_("Your consent is missing"),
        title=_("Decide what the other side can see"),
        detail=_("Without it nobody from the other country is suggested to you. Agree, or leave the matching"),
        act=_("Decide"),
        url=reverse("consent"),
        entry="profile",
    )


def _consent_to_less(researcher: Researcher) -> WorkItem:
    return WorkItem(
        kind="consent-text",
        subject=str(researcher.public_id),
        label=_("The text of your consent has changed"),
        title=_("Decide whether the other side can see your projects, too"),
        detail=_("The earlier text did not name them, so they are not shown there until you agree to the new one"),
        act=_("Decide"),
        url=reverse("consent"),
        entry="profile",
    )
