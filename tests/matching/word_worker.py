"""A Celery worker on the test's database with the tests' small encoder: ``python -m tests.matching.word_worker``.

With ``HANG_AFTER`` it stops for ever in the middle of the embedding, so that whoever watches can kill it just there; with
``HANG_IN_PART`` in the middle of the first part of a run that it makes. It makes no part before the file ``WAIT_FOR`` is there,
and hands parts to the workers of ``PARTS_QUEUE``.
"""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


def main() -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE"]
    django.setup()
    from exchange.config.celery import app
    from matching import tasks
    from matching.services import passages, shards
    from tests.matching.cast import WordEncoder

    hang_after = int(os.environ["HANG_AFTER"])

    class HangingEncoder(WordEncoder):
        def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
            if 0 < hang_after <= len(self.encoded):
                signal.pause()
            return super().encode(texts)

    def lay_aside(*found: Any) -> None:
        write(*found)
        if os.environ.get("HANG_IN_PART"):
            Path(os.environ["HANG_IN_PART"]).write_text(str(found[0].pk))
            signal.pause()

    def make_shard(pk: int, **options: Any) -> bool:
        while os.environ.get("WAIT_FOR") and not Path(os.environ["WAIT_FOR"]).exists():
            time.sleep(0.02)
        return make(pk, **options)

    passages.TEXTS_PER_SET, shards.OWNERS = 2, 1
    write, shards.lay_aside = shards.lay_aside, lay_aside
    make, shards.make_shard = shards.make_shard, make_shard
    tasks.load_encoder = lambda model, device: HangingEncoder()  # type: ignore[attr-defined]
    app.conf.task_routes = {"matching.tasks.*": {"queue": os.environ.get("PARTS_QUEUE", os.environ["QUEUE"])}}
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    app.worker_main(["worker", "-Q", os.environ["QUEUE"], "--pool", "solo", *quiet])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    main()
