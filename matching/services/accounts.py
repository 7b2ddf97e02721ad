"""Whom a pair is about, held while something is written to both of them."""

from exchange.people.models import User
from matching.models import Pair


def hold_accounts(*pairs: Pair) -> None:
    """Keep the parties' accounts from being erased until the caller's transaction ends.

    Before the pairs themselves, and in one order, as an erasure and other managers do it: so nobody waits for each other.
    """
    people = {party.pk for pair in pairs for party in pair.parties}
    accounts = User.objects.filter(researcher__in=people).order_by("pk")
    list(accounts.select_for_update(of=("self",), no_key=True).values_list("pk"))
