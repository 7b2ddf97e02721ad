from django.db.models import Model

from exchange.office.models import SavedView
from exchange.office.selectors.managed import AnyList
from exchange.people.models import User


def saved_views(user: User, listed: AnyList, scope: Model) -> list[SavedView]:
    """The person's own, by name."""
    return list(listed.kept(SavedView.objects.filter(user=user), scope))
