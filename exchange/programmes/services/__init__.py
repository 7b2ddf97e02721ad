"""Changes to programmes: calls written, published, copied, extended; money promised."""

from exchange.programmes.services.budgets import commit_budget
from exchange.programmes.services.calls import (
    NotPublishableError,
    StaleDraft,
    close_call,
    copy_call,
    create_call,
    publish_call,
    save_draft,
)
from exchange.programmes.services.stages import extend_stage, make_late_code, use_late_code

__all__ = [
    "NotPublishableError",
    "StaleDraft",
    "close_call",
    "commit_budget",
    "copy_call",
    "create_call",
    "extend_stage",
    "make_late_code",
    "publish_call",
    "save_draft",
    "use_late_code",
]
