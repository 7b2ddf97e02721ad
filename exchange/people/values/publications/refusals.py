"""Why a file as a whole is not read."""

from exchange.people.enums import UnreadableReason


class UnreadableBibliography(Exception):
    """Its reason names the format and the way to save it instead."""

    def __init__(self, reason: UnreadableReason) -> None:
        super().__init__(str(reason.label))
        self.reason = reason
