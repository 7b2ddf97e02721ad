"""Where a run is: told to whoever watches, and with that the lease is renewed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from exchange.jobs.services import Lease
from matching.enums import RunStep
from matching.models import Run

OnStep = Callable[[RunStep, int, int], None]
"""Gets the step, what is done of it and the total."""


class Progress:
    """Says where the run is, and with that renews its lease."""

    def __init__(self, lease: Lease[Run], on_progress: OnStep | None = None) -> None:
        self._lease, self._on_progress = lease, on_progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, step: RunStep) -> Iterator[None]:
        """Name the step under way and keep how long it took, in seconds."""
        self.tell(step, 0, 0)
        began = monotonic()
        yield
        self.seconds[step] = round(monotonic() - began, 3)

    def tell(self, step: RunStep, done: int, total: int) -> None:
        """Raise :class:`JobLost` where the run is no longer this worker's."""
        self._lease.renew(step=step, done=done, total=total)
        if self._on_progress is not None:
            self._on_progress(step, done, total)
