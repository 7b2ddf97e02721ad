"""Reads of profiles: how complete one is, and the list of people."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.people.disclosure import SHOWN_RELATIONS, Viewer, visible_researchers
from exchange.people.enums import Audience, Direction, ProfileField
from exchange.people.models import Researcher, ResearcherResource, ResearcherSearch, User
from exchange.people.selectors.consent import is_shown_across
from exchange.people.selectors.search import (
    at_organisation,
    is_named,
    organisations_of,
    topics_named,
    typed_words,
    ways_to_read,
)


@dataclass(frozen=True)
class Step:
    """One thing that makes a profile more useful, and where it is done."""

    key: str
    label: str | Promise
    url: str
    way_url: str
    is_done: bool


@dataclass(frozen=True)
class Completeness:
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total)

    @property
    def has_begun(self) -> bool:
        """Before who somebody is there is no profile, and no other step can be taken."""
        return self.steps[0].is_done

    @property
    def last_step(self) -> Step:
        """Consent, without which nobody is matched."""
        return self.steps[-1]

    @property
    def next_step(self) -> Step | None:
        """The most useful thing to do next; the steps stand in that order."""
        return next((step for step in self.steps if not step.is_done), None)


def own_profile(user: User) -> Researcher | None:
    """The profile of the signed-in person with what its pages show; nothing before the first step of sign-up."""
    found: Researcher | None = (
        Researcher.objects.filter(user=user)
        .select_related("user", "organisation")
        .prefetch_related("topics", "resources")
        .first()
    )
    return found


def researcher_of(user: User) -> Researcher | None:
    """The person's profile as it is, asked for once however many want to know."""
    found: Researcher | None = getattr(user, "researcher", None)
    return found


def completeness(researcher: Researcher | None) -> Completeness:
    """What of a profile is there, most useful first. Before there is a profile nothing is."""
    done = _done(researcher) if researcher is not None else {}
    labels = {
        "basics": _("Say who you are and where you work"),
        "statement": _("Describe your research"),
        "resources": _("Say what you offer and what you seek"),
        "topics": _("Choose your topics"),
        "publications": _("Add publications that represent you"),
        "consent": _("Decide what the other side can see"),
    }
    return Completeness(
        tuple(Step(key, label, _url(key), _way_url(key), done.get(key, False)) for key, label in labels.items())
    )


PAGES = {"publications": "publication-list", "consent": "consent"}


def _url(key: str) -> str:
    return reverse(PAGES[key]) if key in PAGES else reverse("profile-edit", args=[key])


def _way_url(key: str) -> str:
    """On the path after sign-up, where one section follows the other."""
    return reverse(PAGES[key]) if key in PAGES else reverse("onboarding-step", args=[key])


def _done(researcher: Researcher) -> dict[str, bool]:
    return {
        "basics": bool(researcher.name_romanised and researcher.organisation_id and researcher.career_stage),
        "statement": bool(researcher.statement_en or researcher.statement_ko),
        "resources": bool(researcher.resources.all()),
        "topics": bool(researcher.topics.all()),
        "publications": researcher.publications.filter(is_representative=True).exists(),
        # Declining is an answer too, but no record is made of it: the step stays open until a consent is in force.
        "consent": is_shown_across(researcher),
    }


def _open_to_members(field: ProfileField, viewer: Viewer) -> Q:
    """Whether a field may be searched: a filter on a hidden field would give it away."""
    return Q(pk=viewer.researcher_id) | Q(**{f"visibility__{field}": Audience.MEMBERS})


def find_people(
    viewer: Viewer,
    *,
    text: str = "",
    side: str = "",
    career_stage: str = "",
    topic: int | None = None,
    topic_text: str = "",
    offers: str = "",
    needs: str = "",
) -> "QuerySet[Researcher]":
    """The people ``viewer`` may see, by name, organisation or statement (``text``), side, career stage, topic (one, or any
    named so), and the kinds of resource they offer or need."""
    found = visible_researchers(viewer).filter(_named(text))
    if side:
        found = found.filter(country=side)
    if career_stage:
        found = found.filter(_open_to_members(ProfileField.CAREER_STAGE, viewer), career_stage=career_stage)
    if topic is not None or topic_text.strip():
        topics: Any = [topic] if topic is not None else topics_named(topic_text).values("pk")
        chosen = Researcher.topics.through.objects.filter(topic__in=topics).values("researcher_id")
        found = found.filter(_open_to_members(ProfileField.TOPICS, viewer), pk__in=chosen)
    for direction, kind in ((Direction.OFFER, offers), (Direction.NEED, needs)):
        if kind:
            rows = ResearcherResource.objects.filter(researcher=OuterRef("pk"), direction=direction, kind=kind)
            found = found.filter(_open_to_members(ProfileField.RESOURCES, viewer), Exists(rows))
    return found.select_related("user", "organisation").prefetch_related(*SHOWN_RELATIONS[2:])


FEW = 20_000
"""So many are looked up for a page that shows the first of them by name."""


def _named(text: str) -> Q:
    few = few_who_fit(text, most=FEW)
    return fits(text) if few is None else Q(pk__in=RawSQL("SELECT unnest(%s::bigint[])", (few,)))


def few_who_fit(text: str, *, most: int) -> list[int] | None:
    """All whom :func:`fits` finds, found by index; ``None`` where they are more than ``most``, or nothing is asked."""
    if not typed_words(text):
        return None
    ways = ways_to_read(text)
    organisations = organisations_of([text, *(word for way in ways for word in way)])
    whole = _at(organisations[text]).values_list("pk", flat=True)
    parts = [rows.values_list("pk", flat=True) for way in ways for rows in _of_way(way, organisations)]
    found = list(whole.union(*parts, all=True)[: most + 1])
    return sorted(set(found)) if len(found) <= most else None


def _at(organisations: list[int]) -> "QuerySet[ResearcherSearch]":
    return ResearcherSearch.objects.filter(subject__organisation__in=organisations)


def _of_way(way: list[str], organisations: dict[str, list[int]]) -> "list[QuerySet[ResearcherSearch]]":
    """Begun with the words that are in no organisation's name: those are found in one look at the index."""
    plain = [word for word in way if not organisations[word]]
    others = [word for word in way if organisations[word]]
    if plain:
        begun = [ResearcherSearch.objects.filter(keys__matches=" & ".join(f"({is_named(word)})" for word in plain))]
    else:
        first, *others = others
        begun = [ResearcherSearch.objects.filter(keys__matches=is_named(first)), _at(organisations[first])]
    rest = Q()
    for word in others:
        rest &= Q(keys__matches=is_named(word)) | Q(subject__organisation__in=organisations[word])
    return [rows.filter(rest) for rows in begun]


def fits(text: str) -> Q:
    """Every word stands in name, organisation or statement, or all of them are one name or one organisation."""
    if not typed_words(text):
        return Q()
    condition = at_organisation(text)
    for way in ways_to_read(text):
        every = Q()
        for word in way:
            every &= Q(search__keys__matches=is_named(word)) | at_organisation(word)
        condition |= every
    return condition


def verified_addresses(user: User) -> frozenset[str]:
    """In small letters. Whoever has only typed an address has no say over what was written to it."""
    rows = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return frozenset(address.lower() for address in rows)
