"""What the start pages show of matching: a person's own, and a manager's."""

from dataclasses import dataclass

from exchange.http.tally import Tally, tally
from exchange.jobs.enums import JobState
from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.enums import PairState
from matching.models import Pair, Run
from matching.selectors.introductions import introduced_pairs_followed_by
from matching.selectors.pairs import PairView, in_order, pairs_managed_by, present, with_details
from matching.selectors.review import close_only
from matching.selectors.suggestions import people_suggested

SHOWN = 3


@dataclass(frozen=True)
class Best:
    """The first few suggestions of a person; ``weaker``: how many are folded away."""

    views: list[PairView]
    weaker: int


def best_suggestions(researcher: Researcher) -> Best:
    viewer = Viewer.of_researcher(researcher)
    people = people_suggested(researcher, viewer)
    pairs = in_order(people.close[:SHOWN], with_details(Pair.objects.all()))
    return Best(present(pairs, viewer, own=researcher, cuts=people.cuts), len(people.weaker))


@dataclass(frozen=True)
class ManagerPanel:
    """How many pairs stand where, and the runs."""

    suggested: Tally
    shortlisted: Tally
    introduced: Tally
    connected: Tally
    latest: Run | None
    under_way: Run | None


def manager_panel(manager: User) -> ManagerPanel:
    seen = pairs_managed_by(manager)
    unfinished = Run.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    return ManagerPanel(
        suggested=tally(close_only(seen.filter(state=PairState.SUGGESTED, match__isnull=False))),
        shortlisted=tally(seen.filter(state=PairState.SHORTLISTED)),
        introduced=tally(introduced_pairs_followed_by(manager, state=PairState.INTRODUCED)),
        connected=tally(seen.filter(state=PairState.CONNECTED)),
        latest=Run.objects.filter(state=JobState.DONE).first(),
        under_way=unfinished.first(),
    )
