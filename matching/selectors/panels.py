"""What the start pages show of matching: a person's own, and a manager's."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from exchange.jobs.enums import JobState
from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.enums import PairState, Reply
from matching.models import Pair, Run
from matching.selectors.introductions import introduced_pairs_followed_by, introduced_pairs_of, introduced_rows
from matching.selectors.pairs import PairView, in_order, keys_of, pairs_seen_by, present, with_details, with_rows
from matching.selectors.review import OPEN, review_queue
from matching.selectors.suggestions import suggestions_for
from matching.selectors.tally import Tally, tally

SHOWN = 3


def best_suggestions(researcher: Researcher) -> list[PairView]:
    viewer = Viewer(researcher_id=researcher.pk, country=researcher.country)
    keys = keys_of(suggestions_for(researcher, viewer))[:SHOWN]
    return present(in_order(keys, with_details(Pair.objects.all())), viewer, own=researcher)


def introductions_waiting_for(researcher: Researcher) -> list[PairView]:
    """Introductions the researcher has not answered yet, latest first."""
    first = Q(researcher=researcher, introduction__researcher_reply=Reply.PENDING)
    second = ~Q(researcher=researcher) & Q(introduction__other_reply=Reply.PENDING)
    pairs = introduced_pairs_of(researcher, state=PairState.INTRODUCED).filter(first | second)
    viewer = Viewer(researcher_id=researcher.pk, country=researcher.country)
    return present(in_order(keys_of(pairs)[:SHOWN], introduced_rows()), viewer, own=researcher, evidence=False)


@dataclass(frozen=True)
class ManagerPanel:
    """The queue, who has not answered, and the runs."""

    unseen: Tally
    suggested: Tally
    shortlisted: Tally
    connected: Tally
    best: list[PairView]
    waiting: list[PairView]
    waiting_count: int
    latest: Run | None
    under_way: Run | None


def manager_panel(manager: User) -> ManagerPanel:
    seen = pairs_seen_by(Viewer.of_side(manager.manager_side))
    waiting = introduced_pairs_followed_by(manager, state=PairState.INTRODUCED)
    best = review_queue(manager, state=PairState.SUGGESTED)
    shown_best, shown_waiting = _first_of(manager, best, waiting)
    unfinished = Run.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    return ManagerPanel(
        unseen=tally(review_queue(manager, state=OPEN, unseen=True)),
        suggested=tally(seen.filter(state=PairState.SUGGESTED, match__isnull=False)),
        shortlisted=tally(seen.filter(state=PairState.SHORTLISTED)),
        connected=tally(seen.filter(state=PairState.CONNECTED)),
        best=shown_best,
        waiting=shown_waiting,
        waiting_count=waiting.count(),
        latest=Run.objects.filter(state=JobState.DONE).first(),
        under_way=unfinished.first(),
    )


def _first_of(manager: User, *lists: QuerySet[Pair]) -> list[list[PairView]]:
    """The first rows of each list; all of them are read together."""
    keys = [list(keys_of(pairs)[:SHOWN]) for pairs in lists]
    rows = with_rows(Pair.objects.filter(pk__in=[key for some in keys for key in some])).select_related("introduction")
    views = present(rows, Viewer.of_side(manager.manager_side), evidence=False)
    by_key = {view.pair.pk: view for view in views}
    return [[by_key[key] for key in some if key in by_key] for some in keys]
