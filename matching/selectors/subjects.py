"""Who and what takes part in matching, and what of it changed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from exchange.dossiers.enums import RoundState
from exchange.jobs.enums import JobState
from exchange.pairing.models import PairingRound
from exchange.pairing.selectors.paper import eligible_papers
from exchange.people.enums import ConsentPurpose
from exchange.people.models import ConsentRecord, Researcher
from exchange.people.models.consent import NAMES_PROJECTS
from exchange.people.models.side import side_confirmed
from exchange.people.models.user import deactivated
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call
from exchange.programmes.selectors.calls import open_calls
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from exchange.proposals.models import Proposal
from matching.enums import PairState, RunKind
from matching.models import ChangedSubject, Match, Policy, Run, Standing

# A change is stamped before its transaction commits: look back a little further than the last run's start.
SLACK = timedelta(seconds=20)


def _agreed(researcher: str, country: str, to: Q | None = None) -> Exists:
    """A consent in force to the side that is not ``country``; both are paths of the outer query. ``to`` says to what."""
    return Exists(
        ConsentRecord.objects.filter(
            to or Q(),
            researcher=OuterRef(researcher),
            withdrawn_at__isnull=True,
            notice__purpose=ConsentPurpose.CROSS_BORDER_MATCHING,
        ).exclude(recipient_country=OuterRef(country))
    )


def researchers_taking_part() -> QuerySet[Researcher]:
    """Listed, on a confirmed side, and with a consent in force to be shown to the other one."""
    listed: QuerySet[Researcher] = Researcher.objects.filter(side_confirmed(), ~deactivated(), is_listed=True)
    return listed.filter(_agreed("pk", "country")).order_by("pk")


def projects_taking_part(*, today: date) -> QuerySet[Project]:
    """Open and not over; with a lead only where the lead takes part, without one as public award data."""
    current: QuerySet[Project] = Project.objects.filter(status=ProjectStatus.OPEN).exclude(ends_on__lt=today)
    lead = (
        Q(lead__is_listed=True)
        & ~deactivated("lead__user_id")
        & side_confirmed("lead_id", "lead__country")
        & _agreed("lead_id", "lead__country", NAMES_PROJECTS)
    )
    return current.filter(Q(lead__isnull=True) | lead).order_by("pk")


def calls_taking_part() -> QuerySet[Call]:
    """Published, with a stage that is still to close."""
    return open_calls().filter(state=CallState.PUBLISHED).order_by("pk")


def papers_taking_part() -> list[Proposal]:
    """Eligible concept papers of every matching that is not confirmed yet."""
    waiting = PairingRound.objects.exclude(state=RoundState.CONFIRMED).select_related("call").order_by("pk")
    return [paper for round_ in waiting for paper in eligible_papers(round_.call)]


def changed_since(researchers: QuerySet[Researcher], since: datetime | None) -> QuerySet[Researcher]:
    """Those whose profile or consent changed at or after ``since``; all of them where it is ``None``."""
    if since is None:
        return researchers
    return researchers.filter(Q(changed_at__gte=since) | Q(pk__in=_consent_changed_since(since)))


def _consent_changed_since(since: datetime) -> "QuerySet[ConsentRecord, Any]":
    changed = ConsentRecord.objects.filter(Q(given_at__gte=since) | Q(withdrawn_at__gte=since))
    return changed.values("researcher")


def last_start() -> datetime | None:
    """Since when changes may not have been read; ``None`` where nothing was read yet."""
    read_all = Run.objects.filter(state=JobState.DONE, kind__in=[RunKind.FULL, RunKind.REFRESH])
    started = read_all.order_by("-started_at").values_list("started_at", flat=True).first()
    return None if started is None else started - SLACK


def something_changed() -> bool:
    """Whether a refresh would read or score anything differently than the last finished run did."""
    since = last_start()
    return (
        since is None
        or ChangedSubject.objects.exists()
        or bool(projects_over(today=timezone.localdate()))
        or Call.objects.filter(changed_at__gte=since).exclude(state=CallState.DRAFT).exists()
        or Policy.objects.filter(in_force=True, changed_at__gte=since).exists()
    )


def projects_led_by(people: Collection[int]) -> set[int]:
    return set(Project.objects.filter(lead__in=people).values_list("pk", flat=True)) if people else set()


def projects_over(*, today: date) -> set[int]:
    """Whose last day has passed while they have a list: nothing but time changed."""
    over = Standing.objects.filter(project__ends_on__lt=today)
    return set(over.values_list("project", flat=True))


def count_left_out(*, today: date) -> dict[str, int]:
    """How many subjects a run leaves out, by reason."""
    listed = Researcher.objects.filter(is_listed=True)
    confirmed = listed.filter(side_confirmed())
    taking_part = projects_taking_part(today=today)
    running = Project.objects.filter(status=ProjectStatus.OPEN).exclude(ends_on__lt=today)
    return {
        "unlisted": Researcher.objects.filter(is_listed=False).count(),
        "no_side": listed.filter(country="").count(),
        "unconfirmed": listed.exclude(country="").exclude(side_confirmed()).count(),
        "no_consent": confirmed.exclude(_agreed("pk", "country")).count(),
        "projects_lead_no_consent": running.exclude(pk__in=taking_part.values("pk")).count(),
    }


def find_subject(identifier: str) -> Researcher | Project | None:
    """The researcher or project with this public or external id."""
    for model in (Researcher, Project):
        manager: Any = model.objects
        found: Researcher | Project | None = manager.filter(_identified(identifier)).first()
        if found is not None:
            return found
    return None


def _identified(identifier: str) -> Q:
    by_external = Q(external_id=identifier)
    try:
        return by_external | Q(public_id=UUID(identifier))
    except ValueError:
        return by_external


def matches_of(subject: Researcher | Project) -> QuerySet[Match]:
    """What is suggested for ``subject``, best first, with everything that explains it."""
    concerns = (
        Q(pair__project=subject)
        if isinstance(subject, Project)
        else Q(pair__researcher=subject) | Q(pair__partner=subject)
    )
    matches = Match.objects.filter(concerns, pair__state__in=[PairState.SUGGESTED, PairState.SHORTLISTED])
    related = matches.select_related("pair__researcher", "pair__partner", "pair__project")
    return related.prefetch_related("evidence__own", "evidence__other")
