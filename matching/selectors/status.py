"""What the matching says on the page of the installation's state."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from exchange.jobs.enums import JobState
from exchange.web.status.registry import Fact, Section
from matching.enums import RunKind
from matching.models import Run

# Full runs come every night.
OVERDUE = timedelta(hours=36)
LONG = timedelta(minutes=10)
LATELY = timedelta(days=7)


def matching_status() -> Section:
    full = Run.objects.filter(kind=RunKind.FULL)
    last = full.filter(state=JobState.DONE).order_by("-finished_at").first()
    facts = [_last_run(last), _waiting(), _failed(), _model()]
    return Section("matching", _("Matching"), tuple(facts))


def _last_run(last: Run | None) -> Fact:
    label, url = _("Last full run"), reverse("admin:matching_run_changelist")
    if last is None or last.finished_at is None:
        return Fact(label=label, value=_("None yet"), url=url)
    text = _("%(age)s ago") % {"age": timesince(last.finished_at)}
    return Fact(label=label, value=text, is_trouble=timezone.now() - last.finished_at > OVERDUE, url=url)


def _waiting() -> Fact:
    waiting = Run.objects.filter(state=JobState.QUEUED).order_by("queued_at")
    oldest = waiting.first()
    if oldest is None:
        return Fact(label=_("Runs waiting"), value="0")
    values = {"count": waiting.count(), "age": timesince(oldest.queued_at)}
    text = _("%(count)d wait, the oldest for %(age)s") % values
    return Fact(label=_("Runs waiting"), value=text, is_trouble=timezone.now() - oldest.queued_at > LONG)


def _failed() -> Fact:
    failed = Run.objects.filter(state=JobState.FAILED, finished_at__gt=timezone.now() - LATELY).count()
    url = f"{reverse('admin:matching_run_changelist')}?state__exact={JobState.FAILED}"
    return Fact(label=_("Runs failed within a week"), value=str(failed), is_trouble=failed > 0, url=url)


def _model() -> Fact:
    """Of whatever ran last: a new installation has matched single people long before its first night."""
    last = Run.objects.filter(state=JobState.DONE).exclude(model_tag="").order_by("-finished_at").first()
    tag = last.model_tag if last else ""
    return Fact(label=_("Reading model"), value=tag or settings.EMBEDDING_MODEL or _("None yet"))
