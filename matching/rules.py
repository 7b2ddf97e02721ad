"""Who may do what to a pair, an introduction and a run."""

import rules
from django.contrib.auth.models import AnonymousUser

from exchange.people.disclosure import Viewer, visible_researchers
from exchange.people.models import Researcher, User
from exchange.people.rules.administration import administers
from exchange.programmes.rules import manages_some_programme
from matching.models import Introduction, Pair


def _sees_all_of(viewer: Viewer, people: tuple[Researcher, ...]) -> bool:
    ids = {person.pk for person in people}
    return visible_researchers(viewer).filter(pk__in=ids).count() == len(ids)


@rules.predicate
def is_party(user: User | AnonymousUser, pair: Pair) -> bool:
    return user.pk is not None and user.pk in {party.user_id for party in pair.parties}


@rules.predicate
def sees_every_person_as_member(user: User | AnonymousUser, pair: Pair) -> bool:
    """A withdrawn consent closes the pair to the other party as well."""
    return _sees_all_of(Viewer.of(user), pair.parties)


@rules.predicate
def sees_every_person_as_manager(user: User, pair: Pair) -> bool:
    return _sees_all_of(Viewer.of_side(user.officer_side), pair.parties)


@rules.predicate
def is_party_of_introduction(user: User | AnonymousUser, introduction: Introduction) -> bool:
    return bool(is_party(user, introduction.pair))


may_decide = manages_some_programme & ~is_party & sees_every_person_as_manager
may_react = is_party & sees_every_person_as_member

# A manager who is one of the two decides on nothing of theirs, nor reads what the other one said: ``pairs_managed_by``.
rules.add_perm("matching.see_pair", may_react | may_decide | rules.is_staff)
rules.add_perm("matching.decide_pair", may_decide)
rules.add_perm("matching.react_pair", may_react)
rules.add_perm("matching.see_introduction", is_party_of_introduction)
rules.add_perm("matching.reply_introduction", is_party_of_introduction)
rules.add_perm("matching.see_queue", manages_some_programme)
rules.add_perm("matching.start_run", manages_some_programme | administers)
