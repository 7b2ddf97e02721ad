"""A Celery worker on the test's database with the tests' small encoder: ``python -m tests.matching.word_worker``.

With ``HANG_AFTER`` it stops for ever in the middle of the embedding, so that whoever watches can kill it just there.
"""

import os
import signal
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def main() -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE"]
    django.setup()
    from exchange.config.celery import app
    from matching import tasks
    from matching.services import passages
    from tests.matching.cast import WordEncoder

    hang_after = int(os.environ["HANG_AFTER"])

    class HangingEncoder(WordEncoder):
        def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
            if 0 < hang_after <= len(self.encoded):
                signal.pause()
            return super().encode(texts)

    passages.TEXTS_PER_SET = 2
    tasks.load_encoder = lambda model, device: HangingEncoder()  # type: ignore[attr-defined]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    app.worker_main(["worker", "-Q", os.environ["QUEUE"], "--pool", "solo", *quiet])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    main()
