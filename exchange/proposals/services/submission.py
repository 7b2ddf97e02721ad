"""Submit: confirmed by each side, guarded by the checks, decided by the database's clock.

**The deadline.** What counts is the instant at which the submitting transaction begins, by the clock of the database, and
the closing instant itself is too late. Waiting for a lock or for slow checks after that harms nobody;
whoever pressed later is refused whatever their own clock says. A valid late-entry code, or an open request for more
information, lets a team in after that.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.dossiers.selectors.snapshots import party_states
from exchange.dossiers.services.snapshots import confirm_content, keep_snapshot, require_fulfilled, require_read
from exchange.dossiers.values.refusal import Refused
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Stage
from exchange.programmes.services import use_late_code
from exchange.proposals.checks import CHECKS
from exchange.proposals.enums import AT_THE_AGENCIES, ProposalState
from exchange.proposals.models import Confirmation, InformationRequest, Proposal, Submission
from exchange.proposals.rules import all_accepted_places, reads_others
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.submissions import confirmations_of, open_request
from exchange.proposals.services.telling import tell_team
from exchange.proposals.values.content import ProposalContent


@dataclass(frozen=True)
class _Window:
    """What the database says at the start of the transaction."""

    stage: Stage
    now: datetime
    asked: InformationRequest | None

    @property
    def is_open(self) -> bool:
        return self.stage.opens_at <= self.now < self.stage.closes_at

    @property
    def is_asked(self) -> bool:
        return self.asked is not None and self.now < self.asked.answer_until


@transaction.atomic
def confirm_side(proposal: Proposal, *, side: Side, digest: str, by: User) -> Confirmation:
    """A side's PI agrees to the content that ``digest`` names. Raises :class:`Refused`."""
    current = _editable(proposal)
    return confirm_content(
        Confirmation.objects.all(),
        of={"proposal": current, "stage": current.stage, "side": side},
        content=load_draft(current),
        checks=CHECKS,
        digest=digest,
        by=by,
    )


@transaction.atomic
def take_back_confirmation(proposal: Proposal, *, side: Side) -> bool:
    current = _locked(proposal)
    deleted, _rows = Confirmation.objects.filter(proposal=current, stage=current.stage, side=side).delete()
    return bool(deleted)


@transaction.atomic
def submit_proposal(proposal: Proposal, *, digest: str, by: User, late_code: str = "", answer: str = "") -> Submission:
    """Keep what both sides confirmed as the next numbered submission; equal content that is in already stays one.

    ``digest`` names what ``by`` last saw: nothing else is submitted. Two people who press at once are put in line by the proposal's row. ``answer`` goes with a request for more
    information. Raises :class:`Refused`.
    """
    current = _locked(proposal)
    window = _window(current)
    draft = load_draft(current)
    require_read(draft.digest(), read=digest)
    latest = current.submissions.filter(stage=current.stage).order_by("-number").first()
    if latest is not None and latest.digest == digest and current.state == ProposalState.SUBMITTED:
        return latest
    is_late = _admit(current, window, late_code)
    _require_complete(current, draft, digest)
    if window.asked is not None:
        _answer(window.asked, answer, by=by, at=window.now)
    if latest is None or latest.digest != digest or current.state == ProposalState.DRAFT:
        new = Submission(proposal=current, stage=current.stage, call_version=current.call.version, is_late=is_late)
        latest = keep_snapshot(new, content=draft, digest=digest, after=latest, by=by, at=window.now)
        tell_team(current, "submission_receipt", key=f"submission-{latest.receipt}", submission=latest)
    current.state, current.submitted_at = ProposalState.SUBMITTED, latest.submitted_at
    current.save(update_fields=["state", "submitted_at"])
    return latest


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("call__version").get(pk=proposal.pk)


def _editable(proposal: Proposal) -> Proposal:
    current = _locked(proposal)
    _require_editable(current)
    return current


def _require_editable(proposal: Proposal) -> None:
    if not ProposalState(proposal.state).is_editable:
        raise Refused(_("This proposal is %(state)s.") % {"state": proposal.get_state_display()})


def _window(proposal: Proposal) -> _Window:
    stage = Stage.objects.annotate(now=TransactionNow()).get(call=proposal.call_id, kind=proposal.stage)
    return _Window(stage, stage.now, open_request(proposal))


def _admit(proposal: Proposal, window: _Window, late_code: str) -> bool:
    """Whether the proposal comes in late. Raises :class:`Refused` where it does not come in at all."""
    _require_editable(proposal)
    if window.is_asked:
        return False
    if proposal.call.state != CallState.PUBLISHED:
        raise Refused(_("The call is closed."))
    if window.now < window.stage.opens_at:
        raise Refused(_("This stage is not open yet."))
    if window.is_open:
        return False
    if late_code and use_late_code(window.stage, code=late_code):
        return True
    raise Refused(
        _("This code is not valid: it may be used up or expired.")
        if late_code
        else _("The deadline is over: the clock of this server decides.")
    )


def _require_complete(proposal: Proposal, draft: ProposalContent, digest: str) -> None:
    require_fulfilled(CHECKS, draft)
    confirmations = {row.side: row for row in confirmations_of(proposal)}
    states = party_states(draft, confirmations, digest=digest)
    if missing := [Side(one.party).label for one in states if not one.is_current]:
        raise Refused(
            _("These sides have not confirmed this content yet: %(sides)s.") % {"sides": ", ".join(map(str, missing))}
        )


def _answer(asked: InformationRequest, answer: str, *, by: User, at: datetime) -> None:
    if not answer.strip():
        raise Refused(_("Write an answer to what was asked; it may be short."))
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), by, at
    asked.full_clean()
    asked.save(update_fields=["answer", "answered_by", "answered_at"])


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, reason: str, by: User) -> Proposal:
    """Take back what was submitted; the submissions stay readable. Raises :class:`Refused`."""
    current = _locked(proposal)
    if current.state not in AT_THE_AGENCIES:
        raise Refused(_("Only what was submitted can be withdrawn."))
    current.state, current.withdrawn_reason = ProposalState.WITHDRAWN, reason.strip()
    current.full_clean()
    current.save(update_fields=["state", "withdrawn_reason"])
    current.information_requests.unanswered().delete()
    tell_team(current, "proposal_withdrawn", key=_once("withdrawn", current), by=by)
    return current


@transaction.atomic
def reopen_proposal(proposal: Proposal) -> Proposal:
    """Work on a withdrawn proposal again, while its stage is open. Raises :class:`Refused`.

    Not where somebody of the team could read the others' meanwhile, whoever takes it up.
    """
    current = _locked(proposal)
    if current.state != ProposalState.WITHDRAWN:
        raise Refused(_("This proposal was not withdrawn."))
    if current.call.state != CallState.PUBLISHED:
        raise Refused(_("The call is closed."))
    if not _window(current).is_open:
        raise Refused(_("The deadline is over: the clock of this server decides."))
    if _is_read_beside(current):
        raise Refused(
            _(
                "As a manager or administrator somebody in your team can read what others have submitted to this call, "
                "so this proposal cannot be taken up again."
            )
        )
    current.state, current.withdrawn_reason = ProposalState.DRAFT, ""
    current.save(update_fields=["state", "withdrawn_reason"])
    return current


def _is_read_beside(proposal: Proposal) -> bool:
    places = all_accepted_places().filter(proposal=proposal).select_related("researcher__user")
    team = [place.researcher.user for place in places if place.researcher and place.researcher.user]
    return any(reads_others(user, proposal.call) for user in team)


def _once(what: str, proposal: Proposal) -> str:
    """A key per withdrawal: the number of submissions tells one from the next."""
    return f"{what}-{proposal.public_id}-{proposal.submissions.count()}"
