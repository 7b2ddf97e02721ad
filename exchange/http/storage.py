"""Where documents are kept."""

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """A file whole or none: what a full disk took of it would lie there for ever, since no row refers to it."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]  # its own place to do so
        except OSError:
            Path(self.path(name)).unlink(missing_ok=True)
            raise
