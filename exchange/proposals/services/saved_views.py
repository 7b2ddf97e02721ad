"""Views that a manager keeps of a call's list."""

from django.db import transaction

from exchange.people.models import User
from exchange.programmes.models import Call
from exchange.proposals.models import SavedView


@transaction.atomic
def save_view(call: Call, *, user: User, name: str, query: str, is_default: bool) -> SavedView:
    """Keep ``query`` under ``name``; the same name again replaces what it stood for. Raises ``ValidationError``."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # one writer per person at a time
    known = SavedView.objects.filter(user=user, call=call, name=name.strip()).first()
    view = known or SavedView(user=user, call=call, name=name.strip())
    if is_default:
        SavedView.objects.filter(user=user, call=call, is_default=True).exclude(pk=view.pk).update(is_default=False)
    view.query, view.is_default = query, is_default
    view.full_clean()
    view.save()
    return view


def delete_view(view: SavedView) -> None:
    view.delete()
