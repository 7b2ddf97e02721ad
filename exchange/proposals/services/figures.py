"""Count the managers' figures of what has changed. The noting is the database's (``models.changes``)."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from exchange.dossiers.checks.completeness import percent_filled, required_parts
from exchange.programmes.models import Call
from exchange.proposals.enums import Role
from exchange.proposals.models import ChangedProposal, Confirmation, Proposal, ProposalFigures, Submission
from exchange.proposals.selectors.drafts import load_drafts
from exchange.proposals.values.content import ProposalContent

CHUNK = 200
COUNTED = [
    "version",
    "required",
    "filled",
    "percent",
    "people",
    "accepted",
    "signed",
    "confirmed_sides",
    "lacks_signature",
    "is_changed",
    "title_en",
    "title_ko",
    "leads",
    "words",
    "counted_at",
]


def count_changed() -> int:
    """Count everything that was noted, in chunks of one transaction each; return how many proposals that were."""
    counted = 0
    while chunk := _count_chunk():
        counted += chunk
    return counted


def note_republished() -> None:
    """Calls whose newest version is not the one that their proposals were counted under."""
    outdated = ProposalFigures.objects.exclude(version=F("proposal__call__version"))
    pks = outdated.values_list("proposal", flat=True)
    ChangedProposal.objects.bulk_create(ChangedProposal(proposal_id=pk) for pk in pks)


@transaction.atomic
def _count_chunk() -> int:
    """Some proposals with all their notes. A note that can be seen belongs to a change that can be read; what comes
    meanwhile is noted anew."""
    oldest = ChangedProposal.objects.order_by("pk").values_list("proposal", flat=True)[:CHUNK]
    noted = ChangedProposal.objects.filter(proposal__in=set(oldest)).select_for_update(skip_locked=True)
    rows = list(noted.values_list("pk", "proposal"))
    count_figures({proposal for _pk, proposal in rows})
    ChangedProposal.objects.filter(pk__in=[pk for pk, _proposal in rows]).delete()
    return len({proposal for _pk, proposal in rows})


def count_figures(pks: Collection[int]) -> None:
    """In sets: as many queries for hundreds as for one."""
    proposals = list(Proposal.objects.filter(pk__in=pks).order_by("pk"))
    calls = Call.objects.select_related("version").in_bulk({proposal.call_id for proposal in proposals})
    for proposal in proposals:
        proposal.call = calls[proposal.call_id]
    drafts = load_drafts(proposals)
    confirmations: dict[int, list[Confirmation]] = {}
    for row in Confirmation.objects.filter(proposal__in=proposals):
        confirmations.setdefault(row.proposal_id, []).append(row)
    latest = {row.proposal_id: row for row in Submission.objects.filter(proposal__in=proposals).order_by("pk")}
    figures = [_figures(one, drafts[one.pk], confirmations.get(one.pk, []), latest.get(one.pk)) for one in proposals]
    ProposalFigures.objects.bulk_create(
        figures, update_conflicts=True, unique_fields=["proposal"], update_fields=COUNTED
    )


def _figures(
    proposal: Proposal, draft: ProposalContent, confirmations: Collection[Confirmation], latest: Submission | None
) -> ProposalFigures:
    parts, digest = required_parts(draft), draft.digest()
    confirmed = sorted({row.side for row in confirmations if (row.stage, row.digest) == (proposal.stage, digest)})
    signed = sum(member.signed_off for member in draft.members if member.has_accepted)
    return ProposalFigures(
        proposal=proposal,
        version=proposal.call.version,
        required=len(parts),
        filled=sum(parts),
        percent=percent_filled(parts),
        people=len(draft.members),
        accepted=sum(member.has_accepted for member in draft.members),
        signed=signed,
        confirmed_sides=confirmed,
        lacks_signature=signed < len(draft.members) or set(confirmed) != set(draft.sides),
        is_changed=latest is not None and latest.stage == draft.stage and latest.digest != digest,
        counted_at=timezone.now(),
        **_submitted(latest.content if latest else {}),
    )


def _submitted(content: dict[str, Any]) -> dict[str, Any]:
    """What the newest submission says; empty before the first one."""
    title = content.get("title", {})
    leads = [
        {name: member[name] for name in ("side", "name", "organisation")}
        for member in content.get("members", [])
        if member["role"] == Role.PI
    ]
    title_en, title_ko = title.get("en", ""), title.get("ko", "")
    words = [title_en, title_ko, *(lead["name"] for lead in leads), *(lead["organisation"] for lead in leads)]
    return {"title_en": title_en, "title_ko": title_ko, "leads": leads, "words": "\n".join(words)}
