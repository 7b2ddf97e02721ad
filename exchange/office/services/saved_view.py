"""Views that a manager keeps of a list."""

from django.db import transaction
from django.db.models import Model

from exchange.office.models import SavedView
from exchange.office.selectors.managed import AnyList
from exchange.people.models import User


@transaction.atomic
def save_view(listed: AnyList, scope: Model, *, user: User, name: str, query: str, is_default: bool) -> SavedView:
    """Keep ``query`` under ``name``; the same name again replaces what it stood for. Raises ``ValidationError``."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # one writer per person at a time
    mine = listed.kept(SavedView.objects.filter(user=user), scope)
    known = mine.filter(name=name.strip()).first()
    view = known or SavedView(user=user, list_key=listed.key, scope_id=scope.pk, name=name.strip())
    if is_default:
        mine.filter(is_default=True).exclude(pk=view.pk).update(is_default=False)
    view.query, view.is_default = query, is_default
    view.full_clean()
    view.save()
    return view


def delete_view(view: SavedView) -> None:
    view.delete()
