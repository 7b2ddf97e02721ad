from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.programmes.values.definition import LoadLimit
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.enums import Role
from exchange.proposals.values.content import Member, ProposalContent


@CHECKS.register(_("Nobody carries more projects than the call allows"), order=20)
def load_limit(draft: ProposalContent) -> Iterator[Finding]:
    """This project counts as one more, and for its principal investigator as one more to lead."""
    limits = draft.definition.limits
    with_partner = draft.has_paying_partner and limits.load_with_paying_partner
    if limit := with_partner or limits.load:
        for member in draft.members_of(limit.side):
            if member.has_accepted:
                yield _finding(member, limit)


def _finding(member: Member, limit: LoadLimit) -> Finding:
    if member.projects_at_once is None or member.projects_as_pi is None:
        reason = _("%(name)s has not said how many projects they carry.") % {"name": member.name}
        return Finding(Outcome.NOT_YET, reason, "team", member.side)
    projects = member.projects_at_once + 1
    as_pi = member.projects_as_pi + (member.role == Role.PI)
    outcome = Outcome.PASS if projects <= limit.projects and as_pi <= limit.as_pi else Outcome.FAIL
    values = {"name": member.name, "projects": projects, "most": limit.projects, "as_pi": as_pi, "most_pi": limit.as_pi}
    reason = (
        _("%(name)s: %(projects)d of %(most)d projects, %(as_pi)d of %(most_pi)d as principal investigator") % values
    )
    return Finding(outcome, reason, "team", member.side)
