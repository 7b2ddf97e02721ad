"""Who may do what to a profile and an account."""

import rules

from exchange.people.disclosure import Viewer, may_see_person
from exchange.people.models import Researcher, User


@rules.predicate
def may_see(user: User, researcher: Researcher) -> bool:
    return may_see_person(Viewer.of(user), researcher)


@rules.predicate
def is_own_profile(user: User, researcher: Researcher | None) -> bool:
    """Of none in particular nobody's."""
    return researcher is not None and researcher.user_id is not None and researcher.user_id == user.pk


@rules.predicate
def is_own_account(user: User, account: User) -> bool:
    return user.is_authenticated and user.pk == account.pk


rules.add_perm("people.see_researcher", may_see)
rules.add_perm("people.edit_profile", is_own_profile)
rules.add_perm("people.export_account", is_own_account)
rules.add_perm("people.erase_account", is_own_account | rules.is_superuser)
