"""Where the limits are counted while Valkey is away. Unlogged: it is written often, and a crash may empty it."""

from django.db import migrations

MAKE = """
CREATE UNLOGGED TABLE cache_while_valkey_is_away (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_while_valkey_is_away_expires ON cache_while_valkey_is_away (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("web", "0001_installation")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE cache_while_valkey_is_away;")]
