"""Concept papers of a call as the pages of their matching read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from exchange.dossiers.selectors.ranking import order_of, orders_of
from exchange.dossiers.values.ranking import Order, version_of
from exchange.dossiers.values.text import Text
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.people.values.bilingual import in_language
from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.models import Agency, Call
from exchange.programmes.rules import managed_by
from exchange.programmes.values.definition import CallDefinition
from exchange.proposals.enums import MemberState, ProposalState, Role, Unpaired
from exchange.proposals.models import FirstReview, PairingRound, Priority, Proposal, Submission, TeamMember
from exchange.proposals.values.pairing import FoundPair, Market, PairingResult, WhyNot

HANDED_IN = (ProposalState.SUBMITTED, ProposalState.ADVANCED, ProposalState.NOT_ADVANCED)


def papers_in() -> QuerySet[Proposal]:
    """Concept papers of all calls that were handed in and not withdrawn."""
    papers: QuerySet[Proposal] = Proposal.objects.filter(
        stage=StageKind.CONCEPT_PAPER, state__in=HANDED_IN, submitted_at__isnull=False
    )
    return papers


def concept_papers(call: Call) -> QuerySet[Proposal]:
    """Those of one call, in the order in which they were begun."""
    return papers_in().filter(call=call).order_by("pk")


def goes_on() -> Q:
    """Condition on papers: they passed the first review and have somebody to lead a joint proposal."""
    reviews = FirstReview.objects.filter(proposal=OuterRef("pk"))
    leaders = TeamMember.objects.filter(
        proposal=OuterRef("pk"), role=Role.PI, state=MemberState.ACCEPTED, researcher__isnull=False
    )
    return Q(Exists(reviews.filter(is_eligible=True)), ~Exists(reviews.filter(is_eligible=False)), Exists(leaders))


def eligible_papers(call: Call) -> QuerySet[Proposal]:
    return concept_papers(call).filter(goes_on())


def side_of(paper: Proposal) -> Side:
    return Side(paper.sides[0])


def counterparts_of(paper: Proposal) -> QuerySet[Proposal]:
    """Eligible papers of the other side."""
    return eligible_papers(paper.call).exclude(sides__contains=[side_of(paper)])


def agency_for(user: User, call: Call) -> Agency | None:
    """For which agency of the call's programme the person acts."""
    office = managed_by(user).filter(programme=call.programme_id).select_related("officer__agency").first()
    return office.officer.agency if office else None


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


def abstract_question(definition: CallDefinition) -> str:
    """Key of the first text that a concept paper answers; empty where the call asks for none."""
    questions = definition.questions_of(StageKind.CONCEPT_PAPER)
    return next((question.key for question in questions if question.kind.is_text), "")


def abstract_label(definition: CallDefinition) -> Text | None:
    """What of a concept paper, besides its titles, counterparts read; ``None`` where nothing is shown to anybody."""
    key = abstract_question(definition) if definition.team_formation == TeamFormation.MATCHMAKING else ""
    return next((one.label for one in definition.questions_of(StageKind.CONCEPT_PAPER) if one.key == key), None)


def priorities_of(round_: PairingRound, paper: Proposal) -> Order:
    """Public ids of the papers it ranked, best first."""
    return order_of(Priority.objects.filter(round=round_, chooser=paper))


def priorities_version(round_: PairingRound, paper: Proposal) -> str:
    return version_of(priorities_of(round_, paper))


def read_market(round_: PairingRound) -> Market:
    """The facts that a matching rests on, in an order that depends on nothing else."""
    papers = list(eligible_papers(round_.call))
    sides = {str(paper.public_id): side_of(paper) for paper in papers}
    orders = orders_of(sides, Priority.objects.filter(round=round_, chooser__in=papers, counterpart__in=papers))
    of_side = {side: {paper: orders[paper] for paper in sides if sides[paper] == side} for side in Side}
    return Market(of_side[Side.KR], of_side[Side.US], Side(round_.proposing_side))


@dataclass(frozen=True)
class ManagedPaper:
    """A concept paper as the call's managers see it; ``ranked`` counts its priorities in the round."""

    paper: Paper
    leader: TeamMember | None
    reviews: tuple[FirstReview, ...]
    ranked: int

    @property
    def is_eligible(self) -> bool:
        return bool(self.reviews) and all(review.is_eligible for review in self.reviews)

    def review_of(self, agency: Agency | None) -> FirstReview | None:
        return next((review for review in self.reviews if agency and review.agency_id == agency.pk), None)


def managed_papers(call: Call) -> list[ManagedPaper]:
    """Every paper handed in, with reviews and the number of its priorities, in a constant number of queries."""
    leaders = TeamMember.objects.filter(role=Role.PI, state=MemberState.ACCEPTED)
    reviews = FirstReview.objects.select_related("agency", "entered_by")
    counted = Count("priorities", filter=Q(priorities__round__call=call))
    rows = concept_papers(call).annotate(ranked=counted)
    found = rows.prefetch_related(
        Prefetch("members", leaders, to_attr="leaders"), Prefetch("first_reviews", reviews, to_attr="known_reviews")
    )
    return [_managed(paper) for paper in read_papers(found)]


def _managed(paper: Paper) -> ManagedPaper:
    row = paper.proposal
    leaders: list[TeamMember] = row.leaders  # type: ignore[attr-defined]
    known: list[FirstReview] = row.known_reviews  # type: ignore[attr-defined]
    return ManagedPaper(paper, next(iter(leaders), None), tuple(known), row.ranked)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class ExplainedPair:
    found: FoundPair
    korean: Paper
    american: Paper
    joint: Proposal | None


@dataclass(frozen=True)
class ExplainedAlone:
    paper: Paper
    reason: str


@dataclass(frozen=True)
class ExplainedWhyNot:
    """``content`` are the papers of the two that prefer the partner they have."""

    korean: Paper
    american: Paper
    content: tuple[Paper, ...]


@dataclass(frozen=True)
class Explained:
    """A matching in words: who with whom and how high each ranked the other, who stays alone, why it is stable.

    ``is_current`` is false where papers or reviews have changed since.
    """

    pairs: tuple[ExplainedPair, ...]
    alone: tuple[ExplainedAlone, ...]
    not_paired: tuple[ExplainedWhyNot, ...]
    is_current: bool


def explain(round_: PairingRound, papers: Mapping[str, Paper]) -> Explained:
    """``papers`` by id; one that was withdrawn since is left out."""
    result = PairingResult.of(round_.result)
    joints = {str(pair.korean.public_id): pair.joint for pair in round_.pairs.select_related("korean", "joint__call")}
    return Explained(
        pairs=tuple(
            ExplainedPair(one, papers[one.korean], papers[one.american], joints.get(one.korean))
            for one in result.pairs
            if one.korean in papers and one.american in papers
        ),
        alone=tuple(
            ExplainedAlone(papers[one.paper], str(Unpaired(one.reason).label))
            for one in result.alone
            if one.paper in papers
        ),
        not_paired=tuple(
            _why_not(one, papers) for one in result.not_paired if {one.korean, one.american} <= set(papers)
        ),
        is_current=round_.is_current(lambda: read_market(round_).digest()),
    )


def _why_not(one: WhyNot, papers: Mapping[str, Paper]) -> ExplainedWhyNot:
    by_side = {Side.KR: papers[one.korean], Side.US: papers[one.american]}
    return ExplainedWhyNot(
        by_side[Side.KR], by_side[Side.US], tuple(paper for side, paper in by_side.items() if side in one.content)
    )


def round_of(paper: Proposal) -> PairingRound | None:
    """The matching in which the paper takes part, once its priorities were opened."""
    if paper.stage != StageKind.CONCEPT_PAPER or not eligible_papers(paper.call).filter(pk=paper.pk).exists():
        return None
    return PairingRound.objects.filter(call=paper.call_id).first()


def joint_of(paper: Proposal) -> Proposal | None:
    """The joint draft that the paper became a part of."""
    if paper.stage != StageKind.CONCEPT_PAPER:
        return None
    return Proposal.objects.filter(Q(paired_from__korean=paper) | Q(paired_from__american=paper)).first()
