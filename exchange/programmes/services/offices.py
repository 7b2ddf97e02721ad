"""Offices given by invitation: one form makes what took an account, an office and each programme's page before."""

import zoneinfo
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.http.addresses import own_address
from exchange.http.secret_links import digest_of, new_key
from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message, queue_to_address
from exchange.people.models import User
from exchange.people.selectors.profile import verified_addresses
from exchange.programmes.enums import InvitationState
from exchange.programmes.models import Agency, AgencyOfficer, OfficeInvitation, Programme, ProgrammeManager
from exchange.programmes.selectors.offices import account_at, objections, signs_in_first


class InvitationOver(ValidationError):
    """It was accepted, withdrawn, or has expired meanwhile."""


@transaction.atomic
def invite_officer(
    *, email: str, agency: Agency, programmes: Iterable[Programme], language: str, title: str, by: User
) -> OfficeInvitation:
    """Write to the address. Raises ``ValidationError`` by field."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)  # of two alike at once the second sees the first
    email, key = email.strip().lower(), new_key()
    wanted = list(programmes)
    if strange := [one for one in wanted if not one.agencies.filter(pk=agency.pk).exists()]:
        text = _("This agency has no part in the programme “%(programme)s”.") % {"programme": strange[0]}
        raise ValidationError({"programmes": text})
    if reasons := list(objections(agency, email, account_at(email))):
        raise ValidationError({"email": reasons})
    invitation = OfficeInvitation(
        email=email, agency=agency, language=language, title=title.strip(), invited_by=by, digest=digest_of(key)
    )
    invitation.full_clean()
    invitation.save()
    invitation.programmes.set(wanted)
    _send(invitation, key)
    return invitation


@transaction.atomic
def send_invitation_again(invitation: OfficeInvitation) -> OfficeInvitation:
    """With another key, and its whole time before it. Raises ``ValidationError``: over, or sent too recently or often."""
    current = _locked(invitation)
    if current.state != InvitationState.WAITING:
        raise InvitationOver(_("This invitation is over: %(state)s.") % {"state": current.standing.label})
    if not current.may_be_sent_again:
        raise ValidationError(
            _("This invitation was sent a moment ago, or often enough. Ask whether the mail arrived.")
        )
    key = new_key()
    current.digest, current.last_sent_at, current.times_sent = digest_of(key), timezone.now(), current.times_sent + 1
    current.save()
    _send(current, key)
    return current


@transaction.atomic
def withdraw_invitation(invitation: OfficeInvitation) -> OfficeInvitation:
    """Its link opens nothing from now on. Raises ``InvitationOver``."""
    current = _locked(invitation)
    if current.state != InvitationState.WAITING:
        raise InvitationOver(_("This invitation is over: %(state)s.") % {"state": current.standing.label})
    current.state, current.ended_at = InvitationState.WITHDRAWN, timezone.now()
    current.save()
    return current


@transaction.atomic
def accept_with_account(invitation: OfficeInvitation, *, account: User) -> User:
    """Who is signed in takes the office, at a verified address of theirs. Raises ``ValidationError``."""
    current = _open(invitation)
    if current.email not in verified_addresses(account):
        raise ValidationError(_("This invitation did not go to a verified address of your account."))
    return _give_office(current, account)


@transaction.atomic
def accept_with_password(invitation: OfficeInvitation, *, name: str, password: str) -> User:
    """Whoever has the mail has no account, or one that nobody could ever use. Raises ``ValidationError``.

    One that a stranger registered with the address becomes the invited person's: nothing that let in before does so
    any more.
    """
    current = _open(invitation)
    account = account_at(current.email)
    if signs_in_first(account):
        raise ValidationError(_("This address has an account: sign in with it to accept."))
    if account is None:
        account = User(email=current.email, time_zone=current.agency.time_zone)
    account.name, account.language = name.strip(), current.language
    account.set_password(password)
    account.full_clean()
    account.save()
    SocialAccount.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).delete()
    EmailAddress.objects.create(user=account, email=current.email, verified=True, primary=True)
    return _give_office(current, account)


def _give_office(invitation: OfficeInvitation, account: User) -> User:
    if reasons := list(objections(invitation.agency, invitation.email, account)):
        raise ValidationError(reasons)
    office = AgencyOfficer(agency=invitation.agency, user=account, title=invitation.title)
    office.full_clean()
    office.save()
    # A programme that the agency has left since is nobody's to give.
    for programme in invitation.programmes.filter(agencies=invitation.agency):
        ProgrammeManager.objects.create(programme=programme, officer=office)
    invitation.state, invitation.ended_at = InvitationState.ACCEPTED, timezone.now()
    invitation.account = account
    invitation.save()
    return User.objects.get(pk=account.pk)


def _locked(invitation: OfficeInvitation) -> OfficeInvitation:
    """Of two who press at once the second one sees what the first did."""
    rows = OfficeInvitation.objects.select_for_update(of=("self",)).select_related("agency", "invited_by")
    return rows.get(pk=invitation.pk)


def _open(invitation: OfficeInvitation) -> OfficeInvitation:
    """Also where it was sent again meanwhile: then another key is the right one."""
    current = _locked(invitation)
    if not current.is_open or current.digest != invitation.digest:
        raise InvitationOver(_("This invitation is over: %(state)s.") % {"state": current.standing.label})
    return current


def _send(invitation: OfficeInvitation, key: str) -> None:
    """To the account that has verified the address where there is one, else in the chosen language and the agency's zone."""
    link = own_address(reverse("office-accept", args=[key]))
    account = account_at(invitation.email)
    has_account = account is not None and signs_in_first(account)
    message = {
        "category": Category.ACCOUNT,
        "key": f"office-invitation-{invitation.public_id}-{invitation.times_sent}",
        "template": "office_invitation",
        "context": {"invitation": invitation, "link": link, "has_account": has_account},
    }
    if account is not None and has_account:
        queue_message(account, **message)  # type: ignore[arg-type]
    else:
        with timezone.override(zoneinfo.ZoneInfo(invitation.agency.time_zone)):
            queue_to_address(invitation.email, language=invitation.language, **message)  # type: ignore[arg-type]
