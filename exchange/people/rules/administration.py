"""Who administers the whole installation."""

import rules
from django.contrib.auth.models import AnonymousUser

from exchange.people.models import User


@rules.predicate
def administers(user: User | AnonymousUser) -> bool:
    """Being staff is not enough: to make managers is to open every queue."""
    return isinstance(user, User) and user.is_active and user.is_staff and user.is_superuser


rules.add_perm("people.administer", administers)
rules.add_perm("people.import_files", administers)
