"""Changes to programmes: calls written, published, copied, extended; money promised."""

from exchange.programmes.services.budgets import (
    commit_budget,
    enter_year_budget,
    remove_year_budget,
    set_year_budget,
    withdraw_commitment,
)
from exchange.programmes.services.calls import (
    COMPETES,
    NotPublishableError,
    begin_call,
    close_call,
    copy_call,
    create_call,
    moved_by_years,
    objections_to,
    publish_call,
    save_draft,
    set_call_topics,
)
from exchange.programmes.services.stages import extend_stage, make_late_code, use_late_code

__all__ = [
    "COMPETES",
    "NotPublishableError",
    "begin_call",
    "close_call",
    "commit_budget",
    "copy_call",
    "create_call",
    "enter_year_budget",
    "extend_stage",
    "make_late_code",
    "moved_by_years",
    "objections_to",
    "publish_call",
    "remove_year_budget",
    "save_draft",
    "set_call_topics",
    "set_year_budget",
    "use_late_code",
    "withdraw_commitment",
]
