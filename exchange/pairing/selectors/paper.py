"""Concept papers as those read them who may rank them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from exchange.pairing.models import FirstReview
from exchange.people.enums import Side
from exchange.people.models.side import side_confirmed
from exchange.people.values.bilingual import in_language
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call
from exchange.proposals.enums import MemberState, ProposalState, Role
from exchange.proposals.models import InformationRequest, Proposal, Submission, TeamMember
from exchange.proposals.values.concept_paper import abstract_question

SUBMITTED = (ProposalState.SUBMITTED, ProposalState.ADVANCED, ProposalState.NOT_ADVANCED)


def papers_in() -> QuerySet[Proposal]:
    """Concept papers of all calls that were submitted and not withdrawn, once nothing asked of them can be answered."""
    awaited = InformationRequest.objects.awaited().filter(proposal=OuterRef("pk"))
    is_in = Q(state__in=SUBMITTED) | Q(~Exists(awaited), state=ProposalState.INFORMATION_ASKED)
    papers: QuerySet[Proposal] = Proposal.objects.filter(
        is_in, stage=StageKind.CONCEPT_PAPER, submitted_at__isnull=False
    )
    return papers


def concept_papers(call: Call) -> QuerySet[Proposal]:
    """Those of one call, in the order in which they were begun."""
    return papers_in().filter(call=call).order_by("pk")


def leaders() -> QuerySet[TeamMember]:
    """Who can lead a joint proposal for their paper's side: they are on it still, and it is confirmed."""
    return TeamMember.objects.filter(
        side_confirmed("researcher", "side"), role=Role.PI, state=MemberState.ACCEPTED, researcher__country=F("side")
    )


def is_led() -> Exists:
    """Condition on papers."""
    return Exists(leaders().filter(proposal=OuterRef("pk")))


def goes_on() -> Q:
    """Condition on papers: they passed the first review and have somebody to lead a joint proposal."""
    reviews = FirstReview.objects.filter(proposal=OuterRef("pk"))
    return Q(Exists(reviews.filter(is_eligible=True)), ~Exists(reviews.filter(is_eligible=False)), is_led())


def eligible_papers(call: Call) -> QuerySet[Proposal]:
    return concept_papers(call).filter(goes_on())


def side_of(paper: Proposal) -> Side:
    return Side(paper.sides[0])


def counterparts_of(paper: Proposal) -> QuerySet[Proposal]:
    """Eligible papers of the other side."""
    return eligible_papers(paper.call).exclude(sides__contains=[side_of(paper)])


@dataclass(frozen=True)
class Paper:
    """A concept paper as it was last submitted: of a later change nothing is shown."""

    proposal: Proposal
    side: Side
    title_en: str
    title_ko: str
    abstract: str

    @property
    def id(self) -> str:
        return str(self.proposal.public_id)

    @property
    def title(self) -> str:
        """In the reader's language, else in the other one."""
        return in_language(self.title_en, self.title_ko)

    @property
    def title_language(self) -> str:
        return "ko" if self.title == self.title_ko else "en"

    @property
    def language(self) -> str:
        """Of the abstract."""
        return self.side.language


def read_papers(papers: Iterable[Proposal]) -> list[Paper]:
    """In their order, in one query."""
    rows = list(papers)
    latest = Submission.objects.filter(proposal__in=rows, stage=StageKind.CONCEPT_PAPER).select_related("call_version")
    by_proposal = {row.proposal_id: row for row in latest.order_by("proposal", "number")}
    return [_paper(row, by_proposal[row.pk]) for row in rows if row.pk in by_proposal]


def _paper(proposal: Proposal, submission: Submission) -> Paper:
    title, side = submission.content["title"], side_of(proposal)
    question = abstract_question(submission.call_version.definition)
    abstract = next(
        (row["value"] for row in submission.content["answers"] if row["question"] == question and row["value"]), ""
    )
    return Paper(proposal, side, title["en"], title["ko"], str(abstract))
