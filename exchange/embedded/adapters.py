"""What the database is given: text in Unicode NFC, whoever writes or asks. A door that forgets is caught here.

Documents (JSON) stay as they are: what was confirmed and submitted is kept under a digest of its very characters.
"""

import unicodedata

import psycopg
from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown


class ComposedTextDumper(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj if obj.isascii() else unicodedata.normalize("NFC", obj))


def compose_text() -> None:
    """For every connection that is opened from now on."""
    psycopg.adapters.register_dumper(str, ComposedTextDumper)
