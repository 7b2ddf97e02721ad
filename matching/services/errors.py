"""What can go wrong with a decision; ``str(error)`` is a translated sentence that may be shown as it is."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.people.models import User
    from matching.models import Pair


class MatchingError(Exception):
    """Base of all of these."""


class AlreadyDecided(MatchingError):
    """Somebody else decided first; nothing was changed."""

    def __init__(
        self,
        pairs: "Sequence[Pair]",
        *,
        by: "User | None" = None,
        at: datetime | None = None,
        action: str = "",
    ) -> None:
        self.pairs, self.by, self.at, self.action = tuple(pairs), by, at, action
        super().__init__(_("Somebody else has decided on this already. Nothing was changed; look at it again."))


class CannotIntroduce(MatchingError):
    """A party has no account, so nobody could answer."""

    def __init__(self) -> None:
        super().__init__(
            _("Both parties need an account here before they can be introduced. You can shortlist the pair until then.")
        )


class ClosedToAParty(MatchingError):
    """A party has withdrawn the consent by which the other may see them."""

    def __init__(self) -> None:
        super().__init__(_("One of the two may not be shown to the other now. They cannot be introduced."))


class AlreadyReplied(MatchingError):
    def __init__(self) -> None:
        super().__init__(_("You have answered this introduction already."))


class NotAParty(MatchingError):
    def __init__(self) -> None:
        super().__init__(_("Only the two people concerned can do this."))


class PartFailed(MatchingError):
    """A part of a run could not be made; ``str`` is what its worker said."""


class RunIsOver(MatchingError):
    """There is nothing left to cancel."""

    def __init__(self) -> None:
        super().__init__(_("This run is over already; there was nothing to cancel."))
