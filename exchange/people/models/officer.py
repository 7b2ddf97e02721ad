"""What an account is to an agency, and whether it has a profile beside. The slice that keeps the offices tells it; here it is read along with the account.

Whether an account needs a second factor and whom it may see follow from its office, and both are decided in this slice.
"""

from django.db.models import BooleanField, CharField, Value
from django.db.models.expressions import Combinable

_facts: dict[str, Combinable] = {
    "officer_side": Value("", output_field=CharField()),
    "is_manager": Value(False, output_field=BooleanField()),
    "has_profile": Value(False, output_field=BooleanField()),
}


def register_officers(*, side: Combinable, is_manager: Combinable) -> None:
    """Called from an ``AppConfig.ready``: of an account, the side of its agency or ``""``, and whether it manages."""
    _facts.update(officer_side=side, is_manager=is_manager)


def register_profiles(has_profile: Combinable) -> None:
    """Called from ``AppConfig.ready``, when there are profiles: whether an account has one."""
    _facts["has_profile"] = has_profile


def officer_facts() -> dict[str, Combinable]:
    return dict(_facts)
