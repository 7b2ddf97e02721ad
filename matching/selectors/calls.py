"""Which call fits a person, and who of the other side would fit them both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher
from exchange.people.values.bilingual import reads_korean
from exchange.programmes.models import Call
from exchange.proposals.enums import EDITABLE, MemberState
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.rules import LEADING
from matching.core.bands import BANDS, TOPICAL, Cuts
from matching.core.explanation import best_texts
from matching.core.scoring import ScoreWeights, closest_text, combine, topics_part
from matching.core.subjects import FloatArray, Topics
from matching.enums import Band, ScorePart
from matching.models import Pair, Policy
from matching.selectors.bands import cuts_in_force
from matching.selectors.closeness import meetings_of, published_model_tag, texts_in, texts_of
from matching.selectors.families import topic_codes, topics_of
from matching.selectors.meetings import Meeting
from matching.selectors.pairs import PairView, Part, RuleAnswer, Subject, in_order, present, with_details
from matching.selectors.subjects import calls_taking_part
from matching.selectors.suggestions import people_suggested
from matching.selectors.vectors import load_vectors

MEETINGS = 2


@dataclass(frozen=True)
class CallFit:
    """A call as it fits one person; shown by the templates that show a pair.

    ``score`` and ``band`` are ``None`` where nothing is known.
    """

    call: Call
    score: float | None
    band: Band | None
    first: Subject
    second: Subject
    parts: tuple[Part, ...]
    meetings: tuple[Meeting, ...]
    answers: tuple[RuleAnswer, ...]

    @property
    def best(self) -> Meeting | None:
        return self.meetings[0] if self.meetings else None


def calls_for(researcher: Researcher) -> list[CallFit]:
    """Calls to which the person may apply now, the best fit first; those of which nothing is known come last.

    Better bands first, as among people.
    """
    calls = [
        call
        for call in calls_taking_part().prefetch_related("topics__research_topics")
        if call.is_open and researcher.country in call.definition.sides
    ]
    return sorted(_fits(researcher, calls), key=_order)


def _order(fit: CallFit) -> tuple[int, float, int]:
    band = len(BANDS) if fit.band is None else -BANDS.index(fit.band)
    return band, 0.0 if fit.score is None else -fit.score, fit.call.pk


def fit_of(researcher: Researcher, call: Call) -> CallFit | None:
    """``None`` where the person cannot apply to the call."""
    return next((fit for fit in calls_for(researcher) if fit.call.pk == call.pk), None)


def _fits(researcher: Researcher, calls: Sequence[Call]) -> list[CallFit]:
    if not calls:
        return []
    tag, me, ids = published_model_tag(), [researcher.pk], [call.pk for call in calls]
    own, theirs = load_vectors("researcher", tag, among=me), load_vectors("call", tag, among=ids)
    topical = closest_text(texts_in(own.said_once(), me), texts_in(theirs, ids))
    topics = _declared(researcher, calls)
    policy = Policy.objects.get(in_force=True)
    scores = combine([topical, None, None, topics], ScoreWeights(**policy.weights))
    korean = reads_korean()
    mine, read = texts_in(own.read_in(korean=korean), me), texts_in(theirs.read_in(korean=korean), ids)
    cuts = cuts_in_force().projects
    evidence = [best_texts(mine, read, 0, index, top=MEETINGS) for index in range(len(calls))]
    meetings = meetings_of([row for rows in evidence for row in rows])
    return [
        CallFit(
            call=call,
            score=_at(scores, index),
            band=_band(cuts, _at(topical, index), _at(topics, index)),
            first=Subject(researcher.name_romanised, researcher.country, "", "", None, None, is_own=True),
            second=Subject(str(call), "", str(call.programme), call.get_absolute_url(), None, None),
            parts=_parts(policy, _at(topical, index), _at(topics, index)),
            meetings=tuple(meetings[row] for row in evidence[index] if row in meetings),
            answers=_answers(),
        )
        for index, call in enumerate(calls)
    ]


def _declared(researcher: Researcher, calls: Sequence[Call]) -> FloatArray | None:
    codes = topic_codes()
    wanted = [
        sorted({topic.pk for theme in call.topics.all() for topic in theme.research_topics.all()}) for call in calls
    ]
    own: Topics = topics_of([[topic.pk for topic in researcher.topics.all()]], codes)
    return topics_part(own, topics_of(wanted, codes))


def _at(values: FloatArray | None, index: int) -> float | None:
    if values is None or np.isnan(values[0, index]):
        return None
    return float(values[0, index])


def _band(cuts: Cuts, topical: float | None, topics: float | None) -> Band | None:
    """Topics of a call are as rare as those of a project."""
    if topical is None and topics is None:
        return None
    return Band(BANDS[cuts.band({ScorePart.TOPICAL: topical, ScorePart.TOPICS: topics})])


def _parts(policy: Policy, topical: float | None, topics: float | None) -> tuple[Part, ...]:
    """Contributions one after the other on a bar from 0 to 100."""
    known = {ScorePart.TOPICAL: topical, ScorePart.TOPICS: topics}
    total = sum(policy.weights[part] for part, value in known.items() if value is not None)
    parts: list[Part] = []
    start = 0.0
    for part, value in known.items():
        width = 100 * policy.weights[part] * value / total if value is not None and total else 0.0
        parts.append(Part(part.value, part.label, value, start, width))
        start += width
    return tuple(parts)


def _answers() -> tuple[RuleAnswer, ...]:
    """Only calls that pass both are listed at all."""
    asked: tuple[str | Promise, ...] = (_("Your side takes part in this call"), _("A stage takes new proposals now"))
    return tuple(RuleAnswer(label, "pass") for label in asked)


@dataclass(frozen=True)
class PartnerFit:
    """A person who is suggested to the reader, and how close they come to the call. Values in [0, 1]."""

    view: PairView
    to_me: float
    to_call: float | None

    @property
    def score(self) -> float:
        """The mean of both; closeness to the reader alone where the call's is not known."""
        return self.to_me if self.to_call is None else (self.to_me + self.to_call) / 2

    @property
    def band_to_call(self) -> Band | None:
        return None if self.to_call is None else Band(BANDS[TOPICAL.band(self.to_call)])


def partners_for(researcher: Researcher, call: Call) -> list[PartnerFit]:
    """The reader's suggestions of the other side, those first who come close to the reader and to the call.

    Only people who agreed to be shown to the reader's side are suggested at all; a withdrawal is at once in force.
    """
    viewer = Viewer.of_researcher(researcher)
    suggested = people_suggested(researcher, viewer, kind="people")
    pairs = in_order(suggested.all, with_details(Pair.objects.all()))
    others = {pair.pk: pair.partner_id if pair.researcher_id == researcher.pk else pair.researcher_id for pair in pairs}
    tag = published_model_tag()
    people = sorted({other for other in others.values() if other is not None})
    theirs = texts_in(load_vectors("researcher", tag, among=people).said_once(), people)
    close = closest_text(theirs, texts_of("call", [call.pk], model_tag=tag))
    found = [
        PartnerFit(view, view.match.score, _row(close, people.index(other)))
        for view in present(pairs, viewer, own=researcher, cuts=suggested.cuts)
        if view.match is not None and (other := others[view.pair.pk]) is not None
    ]
    return sorted(found, key=lambda fit: (-fit.score, fit.view.pair.pk))


def _row(close: FloatArray | None, index: int) -> float | None:
    return None if close is None or np.isnan(close[index, 0]) else float(close[index, 0])


def own_drafts(researcher: Researcher, call: Call) -> list[Proposal]:
    """Proposals to the call which the person leads and to which they may still invite people."""
    places = TeamMember.objects.filter(researcher=researcher, role__in=LEADING, state=MemberState.ACCEPTED)
    mine = Proposal.objects.filter(call=call, state__in=EDITABLE, pk__in=places.values("proposal"))
    return list(mine.order_by("-changed_at"))
