"""Demo concept papers: submitted, their stage over, the US results entered; what follows is the reader's to do."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from exchange.pairing.services.first_review import ReviewResult, enter_first_reviews
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Agency, Call
from exchange.proposals.enums import ProposalState, Role
from exchange.proposals.models import Answer, Confirmation, Proposal, Submission
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.services.proposals import add_accepted
from exchange.web.demo.proposals import attach_documents, sign_off

CAST = Path(__file__).with_name("papers.toml")
QUESTIONS = ("concept", "own_part", "partner_sought")


def load_papers(call: Call, people: dict[str, Researcher], manager: User) -> None:
    """``manager`` is the US agency's. Nothing where the call has proposals already, or still takes papers."""
    closed_at = call.stages.get(kind=StageKind.CONCEPT_PAPER).closes_at
    if call.proposals.exists() or closed_at > timezone.now():
        return
    rows = tomllib.loads(CAST.read_text())["papers"]
    papers = [
        _submitted(call, row, people[row["lead"]], closed_at - timedelta(hours=number))
        for number, row in enumerate(rows, 1)
    ]
    results = {
        paper.pk: ReviewResult(row["result"] == "yes", row.get("reason", ""))
        for paper, row in zip(papers, rows, strict=True)
        if "result" in row
    }
    agency = Agency.objects.get(programmes=call.programme_id, side=Side.US)
    enter_first_reviews(call, agency=agency, results=results, by=manager)


def _submitted(call: Call, row: dict[str, Any], lead: Researcher, at: datetime) -> Proposal:
    """As it would be if the person had submitted it ``at`` that time: the deadline is over by now."""
    paper = Proposal(
        call=call,
        stage=StageKind.CONCEPT_PAPER,
        sides=[lead.country],
        title_en=row["title_en"],
        title_ko=row["title_ko"],
        created_by=lead.user,
        state=ProposalState.SUBMITTED,
        submitted_at=at,
    )
    paper.full_clean()
    paper.save()
    add_accepted(paper, lead, role=Role.PI)
    Answer.objects.bulk_create(
        Answer(proposal=paper, stage=paper.stage, question=key, side=lead.country, value=row[key]) for key in QUESTIONS
    )
    sign_off(paper)
    attach_documents(paper)
    _keep(paper, lead, at)
    return paper


def _keep(paper: Proposal, lead: Researcher, at: datetime) -> None:
    draft = load_draft(paper)
    digest = draft.digest()
    Confirmation.objects.create(
        proposal=paper, stage=paper.stage, side=lead.country, digest=digest, confirmed_by=lead.user
    )
    Submission.objects.create(
        proposal=paper,
        stage=paper.stage,
        number=1,
        call_version=paper.call.versions.get(),
        content=draft.content(),
        digest=digest,
        submitted_by=lead.user,
        submitted_at=at,
    )
