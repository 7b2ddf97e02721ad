"""Changes to programmes: calls written, published, copied, extended; money promised."""

from exchange.programmes.services.budgets import commit_budget
from exchange.programmes.services.calls import (
    NotPublishableError,
    StaleDraft,
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
    "NotPublishableError",
    "StaleDraft",
    "begin_call",
    "close_call",
    "commit_budget",
    "copy_call",
    "create_call",
    "extend_stage",
    "make_late_code",
    "moved_by_years",
    "objections_to",
    "publish_call",
    "save_draft",
    "set_call_topics",
    "use_late_code",
]
