"""What the start pages show of matching: a person's own, and a manager's."""

from dataclasses import dataclass

from exchange.jobs.enums import JobState
from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from matching.enums import PairState
from matching.models import Pair, Run
from matching.selectors.introductions import introduced_pairs_followed_by
from matching.selectors.pairs import PairView, in_order, pairs_managed_by, present, with_details
from matching.selectors.suggestions import by_person, suggestions_for
from matching.selectors.tally import Tally, tally

SHOWN = 3


def best_suggestions(researcher: Researcher) -> list[PairView]:
    viewer = Viewer.of_researcher(researcher)
    keys = list(by_person(suggestions_for(researcher, viewer), researcher))[:SHOWN]
    return present(in_order(keys, with_details(Pair.objects.all())), viewer, own=researcher)


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
        suggested=tally(seen.filter(state=PairState.SUGGESTED, match__isnull=False)),
        shortlisted=tally(seen.filter(state=PairState.SHORTLISTED)),
        introduced=tally(introduced_pairs_followed_by(manager, state=PairState.INTRODUCED)),
        connected=tally(seen.filter(state=PairState.CONNECTED)),
        latest=Run.objects.filter(state=JobState.DONE).first(),
        under_way=unfinished.first(),
    )
