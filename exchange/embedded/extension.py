"""pgvector is the one thing in the database that its owner may not be allowed to make."""

from django.db import connection
from django.db.utils import Error

from exchange.embedded.errors import EngineError

REFUSED = (
    "The database has no extension vector and its owner may not create it here ({}): "
    "have an administrator of the server run CREATE EXTENSION vector in this database."
)


def ensure_extension() -> None:
    """Raises :class:`EngineError`, one line, where the extension is not there and cannot be made."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except Error as error:
        raise EngineError(REFUSED.format(str(error).strip().partition("\n")[0])) from error
