"""Loads the demo into the test's database and stops for ever shortly before the end: ``python -m tests.web.stopped_demo``.

Whoever watches can kill it just there: the notes, the documents of the proposals and the exports are written by then.
"""

import os
import signal


def main() -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE"]
    django.setup()
    from exchange.web.demo import loading

    def stop(*_arguments: object) -> None:
        os.write(1, b"midway\n")
        signal.pause()

    loading.load_papers = stop
    loading.load()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    main()
