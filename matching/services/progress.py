"""Where a run is: told to whoever watches, and with that the lease is renewed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

from django.utils import timezone

from matching.enums import RunState, RunStep
from matching.models import Run
from matching.services.errors import RunLost

OnStep = Callable[[RunStep, int, int], None]
"""Gets the step, what is done of it and the total."""


class Progress:
    """Says where the run is, and with that renews its lease."""

    def __init__(self, run: Run, worker: str, lease: timedelta, on_progress: OnStep | None = None) -> None:
        self.run, self.worker, self._lease, self._on_progress = run, worker, lease, on_progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, step: RunStep) -> Iterator[None]:
        """Name the step under way and keep how long it took, in seconds."""
        self.tell(step, 0, 0)
        began = monotonic()
        yield
        self.seconds[step] = round(monotonic() - began, 3)

    def tell(self, step: RunStep, done: int, total: int) -> None:
        """Raise :class:`RunLost` where the run is no longer this worker's."""
        held = Run.objects.filter(pk=self.run.pk, claimed_by=self.worker, state=RunState.RUNNING)
        if not held.update(step=step, done=done, total=total, lease_until=timezone.now() + self._lease):
            raise RunLost
        if self._on_progress is not None:
            self._on_progress(step, done, total)
