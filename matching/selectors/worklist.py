"""What of the matching waits: introductions for their parties, pairs that nobody has opened for the managers of a side."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.http.tally import tally
from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.people.selectors.profile import researcher_of
from exchange.programmes.rules import manages_some_programme
from matching.models import Introduction
from matching.selectors.introductions import introductions_waiting_for
from matching.selectors.pairs import Subject
from matching.selectors.review import CLOSE, OPEN, review_queue


def waiting_introductions(reader: Reader) -> Iterator[WorkItem]:
    researcher = researcher_of(reader.user)
    if researcher is not None:
        for pair, other in introductions_waiting_for(researcher):
            yield _introduction(pair.introduction, other)


def _introduction(introduction: Introduction, other: Subject) -> WorkItem:
    return WorkItem(
        kind="introduction",
        subject=str(introduction.public_id),
        label=_("You have been introduced"),
        title=other.title,
        detail=other.detail,
        act=_("Answer"),
        url=reverse("introduction-detail", args=[introduction.public_id]),
        entry="introduction-list",
    )


def waiting_pairs(reader: Reader) -> Iterator[WorkItem]:
    user = reader.user
    if not manages_some_programme(user):
        return
    unseen = tally(review_queue(user, state=OPEN, unseen=True, band=CLOSE))
    if unseen.number:
        text = ngettext("%(count)s suggested pair", "%(count)s suggested pairs", unseen.number)
        yield WorkItem(
            kind="pairs",
            subject=user.officer_side,
            label=_("Your side has not opened these yet"),
            title=text % {"count": unseen},
            detail=_("No manager on your side has opened or decided on them"),
            act=_("Review"),
            url=reverse("review") + "?unseen=on",
            entry="review",
        )
