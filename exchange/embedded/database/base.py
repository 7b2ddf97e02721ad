"""The module that Django looks for in an ``ENGINE``."""

from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from exchange.embedded.patience import PatientConnection


class DatabaseWrapper(base.DatabaseWrapper):
    # Django opens connections by this name, and takes errors from the same place.
    Database: Any = SimpleNamespace(**{**vars(psycopg), "connect": PatientConnection.connect})
