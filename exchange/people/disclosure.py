"""What of a researcher a viewer may see: decided here and nowhere else.

Pages, API, export, search, mail and matching ask this module. Two questions are kept apart: *may this person be shown
at all* (the same side, or a consent in force to the viewer's country) and *which fields* (the audience the researcher
chose for each). A side counts once it is confirmed, the viewer's and the other's alike: what a person says of
themselves opens nothing, and nobody is shown at an institution that they have merely named.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Audience, Direction, Language, ProfileField, Side
from exchange.people.models import (
    ConsentNotice,
    ConsentRecord,
    Organisation,
    Publication,
    Researcher,
    ResearcherResource,
    Topic,
    User,
)
from exchange.people.models.consent import names_projects
from exchange.people.models.each import ExistsForEach
from exchange.people.models.side import side_confirmed
from exchange.people.models.user import deactivated
from exchange.people.values.crossing import crossing_fields

ALL_FIELDS = frozenset(ProfileField.values)
SHOWN_RELATIONS = ("user", "organisation", "topics", "resources")

ConnectionSource = Callable[[int, Collection[int]], set[int]]
_connection_sources: list[ConnectionSource] = []


class Choosing(Protocol):
    """Whoever chose an audience for each field: a researcher, or the few columns of one that a long list is read by."""

    @property
    def visibility(self) -> Mapping[str, str]: ...


class NotDisclosedError(PermissionDenied):
    """The viewer may not see this person."""


@dataclass(frozen=True)
class Viewer:
    """Who looks. ``country`` is the side whose members the viewer is confirmed to belong to; empty for nobody's."""

    researcher_id: int | None = None
    country: str = ""
    sees_all: bool = False

    @classmethod
    def anonymous(cls) -> "Viewer":
        return cls()

    @classmethod
    def system(cls) -> "Viewer":
        """The product itself, e.g. a person's own export."""
        return cls(sees_all=True)

    @classmethod
    def of_side(cls, side: str) -> "Viewer":
        """Any member of ``side``; for asking whom the people of that side may be shown."""
        return cls(country=Side(side))

    @classmethod
    def of(cls, user: User | AnonymousUser) -> "Viewer":
        """By the own profile's side, else the side of one's agency; without either only what is one's own."""
        if not user.is_authenticated or not user.is_active:
            return cls()
        own, side = _confirmed(Researcher.objects.filter(user=user))
        return cls(researcher_id=own, country=side or user.officer_side, sees_all=user.is_staff)

    @classmethod
    def of_researcher(cls, researcher: Researcher) -> "Viewer":
        """By the profile alone, whatever else its person may see."""
        return cls(researcher_id=researcher.pk, country=_confirmed(Researcher.objects.filter(pk=researcher.pk))[1])


def _confirmed(profile: "QuerySet[Researcher]") -> tuple[int | None, str]:
    """The profile, if there is one, and the side that it is confirmed to be on."""
    rows = profile.annotate(is_confirmed=side_confirmed()).values_list("pk", "country", "is_confirmed")
    pk, country, is_confirmed = rows.first() or (None, "", False)
    return pk, country if is_confirmed else ""


@dataclass(frozen=True)
class DisclosedProfile:
    """What one viewer sees of one researcher; a hidden field is empty and missing from ``fields``."""

    public_id: str
    url: str
    name_romanised: str
    name_native: str
    side: Side | None
    organisation: Organisation | None
    statement_en: str
    statement_ko: str
    is_own: bool
    connected: bool
    fields: frozenset[str]
    changed_at: datetime.datetime
    email: str = ""
    department: str = ""
    career_stage: str = ""
    languages: tuple[str, ...] = ()
    available_from: datetime.date | None = None
    available_until: datetime.date | None = None
    offers: tuple[ResearcherResource, ...] = ()
    needs: tuple[ResearcherResource, ...] = ()
    topics: tuple[Topic, ...] = ()
    orcid: str = ""
    openalex_id: str = ""

    @property
    def name(self) -> str:
        """Both spellings where there are two, e.g. ``Kim Minji (김민지)``."""
        return f"{self.name_romanised} ({self.name_native})" if self.name_native else self.name_romanised

    def __str__(self) -> str:
        return self.name


def register_connection_source(source: ConnectionSource) -> None:
    """``source(researcher_id, others)`` returns those of ``others`` who are connected with the researcher.

    Called once per slice from its ``AppConfig.ready``; lets an upper slice open contact details without an import.
    """
    if source not in _connection_sources:
        _connection_sources.append(source)


def connected_ids(viewer: Viewer, researchers: Iterable[Researcher]) -> frozenset[int]:
    others = {researcher.pk for researcher in researchers}
    if viewer.researcher_id is None or not others:
        return frozenset()
    found: set[int] = set()
    for source in _connection_sources:
        found |= source(viewer.researcher_id, others)
    return frozenset(found & others)


def visible_researchers(viewer: Viewer) -> "QuerySet[Researcher]":
    """All whom the viewer may see: the listed of the viewer's side or with a consent in force to it; always oneself."""
    return Researcher.objects.all() if viewer.sees_all else Researcher.objects.filter(_may_be_shown(viewer))


def hidden_researchers(viewer: Viewer) -> "QuerySet[Researcher]":
    """All others. One such subquery can ask for several people at once whether any of them is hidden."""
    return Researcher.objects.none() if viewer.sees_all else Researcher.objects.exclude(_may_be_shown(viewer))


def _may_be_shown(viewer: Viewer) -> Q:
    allowed = Q(pk=viewer.researcher_id) if viewer.researcher_id is not None else Q(pk__in=())
    if viewer.country:
        consent = ConsentRecord.objects.filter(
            researcher=OuterRef("pk"), recipient_country=viewer.country, withdrawn_at__isnull=True
        )
        # A record whose side is unknown is shown to nobody: it is confirmed to be on none.
        shared = Q(country=viewer.country) | Q(ExistsForEach(consent))
        closed, confirmed = Q(ExistsForEach(deactivated())), Q(ExistsForEach(side_confirmed()))
        allowed |= Q(is_listed=True) & ~closed & shared & confirmed
    return allowed


def leads_shown(viewer: Viewer) -> "QuerySet[Researcher]":
    """Whose published projects the viewer may read: across the border only where the consent names projects."""
    shown = visible_researchers(viewer)
    if viewer.sees_all:
        return shown
    notices = ConsentNotice.objects.filter(names_projects())
    consent = ConsentRecord.objects.filter(
        notice__in=notices, researcher=OuterRef("pk"), recipient_country=viewer.country, withdrawn_at__isnull=True
    )
    return shown.filter(Q(country=viewer.country) | Q(ExistsForEach(consent)))


def may_see_person(viewer: Viewer, researcher: Researcher) -> bool:
    return visible_researchers(viewer).filter(pk=researcher.pk).exists()


def _audience(researcher: Choosing, field: str) -> str:
    """A field without a valid choice is closed, so that a new field never opens by itself."""
    return str(researcher.visibility.get(field, Audience.ONLY_ME))


def visible_fields(viewer: Viewer, researcher: Researcher, *, connected: bool) -> frozenset[str]:
    """The ``ProfileField`` values open to a viewer who may see the person at all; across the border what a notice names."""
    if viewer.sees_all or viewer.researcher_id == researcher.pk:
        return ALL_FIELDS
    audiences = {Audience.MEMBERS, Audience.CONNECTIONS} if connected else {Audience.MEMBERS}
    fields = ALL_FIELDS if viewer.country == researcher.country else crossing_fields(connected=connected)
    return frozenset(field for field in fields if _audience(researcher, field) in audiences)


def matchable_fields(researcher: Choosing) -> frozenset[str]:
    """What matching may read: only what every permitted member of either side may see, since a match shows its evidence."""
    crossing = crossing_fields(connected=False)
    return frozenset(field for field in crossing if _audience(researcher, field) == Audience.MEMBERS)


def _open_values(researcher: Researcher, fields: frozenset[str]) -> dict[str, Any]:
    """The open fields' values, by the names of ``DisclosedProfile``."""
    values: dict[str, Any] = {}
    if ProfileField.EMAIL in fields and researcher.user is not None:
        values["email"] = researcher.user.email
    if ProfileField.DEPARTMENT in fields:
        values["department"] = researcher.department
    if ProfileField.CAREER_STAGE in fields:
        values["career_stage"] = researcher.get_career_stage_display()
    if ProfileField.LANGUAGES in fields:
        values["languages"] = tuple(str(Language(code).label) for code in researcher.languages)
    if ProfileField.AVAILABILITY in fields:
        values |= {"available_from": researcher.available_from, "available_until": researcher.available_until}
    if ProfileField.RESOURCES in fields:
        resources = researcher.resources.all()
        values["offers"] = tuple(row for row in resources if row.direction == Direction.OFFER)
        values["needs"] = tuple(row for row in resources if row.direction == Direction.NEED)
    if ProfileField.TOPICS in fields:
        values["topics"] = tuple(researcher.topics.all())
    if ProfileField.IDENTIFIERS in fields:
        values |= {"orcid": researcher.orcid, "openalex_id": researcher.openalex_id}
    return values


def _disclosed(
    researcher: Researcher, viewer: Viewer, *, connected: bool, fields: frozenset[str] | None = None
) -> DisclosedProfile:
    if fields is None:
        fields = visible_fields(viewer, researcher, connected=connected)
    return DisclosedProfile(
        public_id=str(researcher.public_id),
        url=reverse("person-detail", args=[researcher.public_id]),
        name_romanised=researcher.name_romanised,
        name_native=researcher.name_native,
        side=researcher.side,
        organisation=researcher.organisation,
        statement_en=researcher.statement_en,
        statement_ko=researcher.statement_ko,
        is_own=viewer.researcher_id == researcher.pk,
        connected=connected,
        fields=fields,
        changed_at=researcher.changed_at,
        **_open_values(researcher, fields),
    )


def disclose_all(researchers: Iterable[Researcher], viewer: Viewer) -> list[DisclosedProfile]:
    """The given researchers as the viewer sees them, in their order, without those the viewer may not see."""
    shown = _shown(researchers, viewer)
    prefetch_related_objects(shown, *SHOWN_RELATIONS)
    connections = connected_ids(viewer, shown)
    return [_disclosed(row, viewer, connected=row.pk in connections) for row in shown]


def disclosed_names(keys: Iterable[int], viewer: Viewer) -> dict[int, DisclosedProfile]:
    """By key, those whom the viewer may see, in one query: without any field that a person can close, nor whether they
    are connected."""
    shown = visible_researchers(viewer).filter(pk__in=set(keys)).select_related("organisation").order_by()
    return {row.pk: _disclosed(row, viewer, connected=False, fields=frozenset()) for row in shown}


def _shown(researchers: Iterable[Researcher], viewer: Viewer) -> list[Researcher]:
    rows = list(researchers)
    allowed = set(visible_researchers(viewer).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row.pk in allowed]


def _is_connected(researcher: Researcher, viewer: Viewer, connected: bool | None) -> bool:
    return researcher.pk in connected_ids(viewer, [researcher]) if connected is None else connected


def disclose(researcher: Researcher, viewer: Viewer, *, connected: bool | None = None) -> DisclosedProfile:
    """One researcher as the viewer sees them.

    ``connected`` is asked of the registered sources where the caller does not know it. Raises ``NotDisclosedError``.
    """
    if not may_see_person(viewer, researcher):
        raise NotDisclosedError(_("You cannot see this profile."))
    return _disclosed(researcher, viewer, connected=_is_connected(researcher, viewer, connected))


def disclosed_publications(
    researcher: Researcher, viewer: Viewer, *, connected: bool | None = None
) -> "QuerySet[Publication]":
    """The publications the researcher chose to be represented by; all of them for oneself, none where hidden."""
    rows = Publication.objects.filter(researcher=researcher)
    if not may_see_person(viewer, researcher):
        return rows.none()
    if viewer.researcher_id == researcher.pk:
        return rows
    fields = visible_fields(viewer, researcher, connected=_is_connected(researcher, viewer, connected))
    return rows.filter(is_representative=True) if ProfileField.PUBLICATIONS in fields else rows.none()
