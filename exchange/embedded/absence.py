"""A server may be gone or hang. Then nothing waits for it: it is asked again a few seconds later, by one for all."""

import logging
import threading
import time

logger = logging.getLogger(__name__)

# How long it may take to answer, and for how long it is left alone once it did not.
PATIENCE_SECONDS = 1.0
LEFT_ALONE_SECONDS = 5.0


class Absence:
    """What this process knows of whether a server answers; ``meanwhile`` says for the log how it goes on."""

    def __init__(self, name: str, *, meanwhile: str) -> None:
        self.name, self.meanwhile = name, meanwhile
        self._lock = threading.Lock()
        self._until: float | None = None

    @property
    def is_away(self) -> bool:
        return self._until is not None

    def may_ask(self) -> bool:
        """Whether to ask it now. Of those that come when its time is over one may, and finds out for the others."""
        with self._lock:
            if self._until is None:
                return True
            if time.monotonic() < self._until:
                return False
            self._until = time.monotonic() + LEFT_ALONE_SECONDS
            return True

    def note_answer(self) -> None:
        if self.is_away:
            self._until = None
            logger.warning("%s answers again.", self.name)

    def note_silence(self, error: Exception) -> None:
        with self._lock:
            is_new, self._until = self._until is None, time.monotonic() + LEFT_ALONE_SECONDS
        if is_new:
            logger.error("%s does not answer (%s). %s", self.name, error, self.meanwhile)


VALKEY = Absence("Valkey", meanwhile="Pages go on without it; background work waits.")
DATABASE = Absence("The database", meanwhile="Pages say so at once.")
