"""Who writes to a call's matching waits for whoever writes to it already."""

from exchange.programmes.models import Call


def lock_call(call: Call) -> None:
    """Two managers who do the same at once go one after the other."""
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)
