"""Who decides on the side of a person: an officer of that side, whose office was given to them. Nobody on themselves."""

import rules

from exchange.people.models import Researcher, User


@rules.predicate
def acts_for_its_side(user: User, researcher: Researcher) -> bool:
    return bool(researcher.country) and user.officer_side == researcher.country and researcher.user_id != user.pk


rules.add_perm("people.decide_side", acts_for_its_side)
