"""By what others know a person who is about to be erased."""

from exchange.people.models import Researcher, SideDecision, User
from exchange.people.selectors.profile import verified_addresses
from exchange.people.values.spoken import Spoken


def spoken_of(user: User) -> Spoken:
    """Their verified addresses, and the names of somebody who was ever shown to others.

    Who never was is named in nobody's texts; and whoever calls themselves what they like cannot, by erasing
    themselves, blank those words in what others were written.
    """
    return Spoken.of([*verified_addresses(user), *_names(user)])


def _names(user: User) -> list[str]:
    if user.officer_side or user.is_staff:
        return [user.name, *_of_profile(user)]
    known = SideDecision.objects.filter(researcher__user=user).exists()
    return _of_profile(user) if known else []


def _of_profile(user: User) -> list[str]:
    names = Researcher.objects.filter(user=user).values_list("name_romanised", "name_native").first()
    return list(names or ())
