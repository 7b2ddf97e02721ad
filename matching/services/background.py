"""The background sample: the parts of random pairs, beside which those of a match are notable or rare."""

from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from math import isfinite
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from django.db.models import QuerySet

from exchange.jobs.enums import JobState
from exchange.people.enums import Side
from matching.core.bands import LIFTING, NEVER, USUAL, Rarity, rarity_among
from matching.core.eligibility import Encounter, allowed
from matching.core.scoring import meet_needs, topics_part
from matching.core.subjects import FloatArray
from matching.enums import RunKind
from matching.models import Background, Run
from matching.selectors.families import Family, project_family, researcher_family
from matching.selectors.namesakes import accounts_of_one_person
from matching.selectors.subjects import projects_taking_part, researchers_taking_part

MOST = 300
"""People of each side, and projects: 90,000 pairs, of which 900 are rare."""
SPREADING = np.uint64(0x9E3779B97F4A7C15)

Parts = dict[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Sample:
    """Whom and what a background is measured among."""

    people: Family
    korean: Family
    american: Family
    projects: Family

    @classmethod
    def draw(cls, *, model_tag: str, today: date) -> Self:
        whose, taking_part = accounts_of_one_person(), researchers_taking_part()
        read = partial(researcher_family, model_tag, whose=whose)
        return cls(
            people=read(among=_drawn(taking_part)),
            korean=read(among=_drawn(taking_part.filter(country=Side.KR))),
            american=read(among=_drawn(taking_part.filter(country=Side.US))),
            projects=project_family(
                model_tag, whose=whose, today=today, among=_drawn(projects_taking_part(today=today))
            ),
        )


def keep_background(run: Run, *, model_tag: str, today: date) -> None:
    """Measure it for a full run, and for another one where none is in force that fits. Doing it twice leaves the same."""
    done = Background.objects.filter(run__state=JobState.DONE).select_related("run")
    in_force = done.order_by("-run__finished_at", "-pk").first()
    if run.kind != RunKind.FULL and in_force is not None and _fits(in_force.run, run, model_tag):
        return
    sample = Sample.draw(model_tag=model_tag, today=today)
    among_people = _parts(sample.korean, sample.american)
    # Of two people either may be the first: what one gives the other takes.
    both = np.concatenate([among_people["give"].ravel(), among_people["take"].ravel()])
    measured = {
        "of_people": _rarities(among_people | {"give": both, "take": both}, run),
        "of_projects": _rarities(_parts(sample.people, sample.projects), run),
    }
    kept, _new = Background.objects.update_or_create(run=run, defaults=measured)
    Background.objects.exclude(pk__in=[kept.pk, in_force.pk if in_force else kept.pk]).delete()


def _fits(earlier: Run, run: Run, model_tag: str) -> bool:
    """Whether what the earlier run measured is what this one would: by the same weights and the same model."""
    return (earlier.weights, earlier.model_tag) == (run.weights, model_tag)


def _drawn(subjects: "QuerySet[Any]") -> list[int]:
    """Ids of at most ``MOST``, chosen by number as if at random: the same from run to run, so that bands do not flicker."""
    ids = np.array(subjects.values_list("pk", flat=True), np.uint64)
    drawn: list[int] = np.sort(ids[np.argsort(ids * SPREADING, kind="stable")[:MOST]]).tolist()
    return drawn


def _parts(people: Family, others: Family) -> Parts:
    """Every part but the topical of all whom the rules let meet, ``(people, others)``, NaN where it is not known.

    Whom somebody set aside is among them: what people answer moves nobody's band.
    """
    own, theirs = people.subjects, others.subjects
    shape = len(own), len(theirs)
    met = allowed(Encounter(own.facts[:, None], theirs.facts[None, :], np.zeros(shape, bool)))
    taken = meet_needs(theirs.offers, own.needs)
    found = (
        meet_needs(own.offers, theirs.needs),
        None if taken is None else taken.T,
        topics_part(own.topics, theirs.topics),
    )
    unknown = np.full(shape, np.nan, np.float32)
    return {
        part: unknown if values is None else np.where(met, values, np.float32(np.nan))
        for part, values in zip(LIFTING, found, strict=True)
    }


def _rarities(parts: dict[str, npt.NDArray[np.float32]], run: Run) -> dict[str, dict[str, float | None]]:
    """Ready for JSON. What has no weight in the score lifts nobody, either."""
    found = {
        part: rarity_among(values, otherwise=USUAL[part]) if run.weights.get(part) else NEVER
        for part, values in parts.items()
    }
    return {part: _plain(rarity) for part, rarity in found.items()}


def _plain(rarity: Rarity) -> dict[str, float | None]:
    return {name: value if isfinite(value) else None for name, value in asdict(rarity).items()}
