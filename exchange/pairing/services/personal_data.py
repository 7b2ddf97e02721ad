"""What the pairing holds of a person, for ``people.holders``."""

from typing import Any

from exchange.pairing.models import FirstReview, PairingRound
from exchange.people.models import Researcher, User


class PairingHolder:
    """What a manager entered, ran and confirmed. Papers and their priorities are their teams', not one person's."""

    name = "pairing"

    def export(self, user: User) -> dict[str, Any]:
        reviews = ("proposal__public_id", "agency__code", "is_eligible", "reason", "entered_at")
        rounds = PairingRound.objects.order_by("pk")
        return {
            "first_reviews": list(FirstReview.objects.filter(entered_by=user).order_by("pk").values(*reviews)),
            "run": list(rounds.filter(run_by=user).values("call__public_id", "run_at")),
            "confirmed": list(rounds.filter(confirmed_by=user).values("call__public_id", "confirmed_at")),
        }

    def hold(self, user: User) -> None:
        """Nothing here is locked before the account."""

    def withdraw(self, researcher: Researcher) -> None:
        """A paper was submitted by its team's own word, not on the strength of that consent."""

    def erase(self, user: User) -> dict[str, int]:
        """Results stay with their agency; the account's going takes the name off them."""
        return {}
