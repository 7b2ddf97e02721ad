"""Text that was stored in pieces (NFD) or with unseen characters becomes what it is when it enters today."""

from django.db import migrations

from exchange.http.composing import compose

NFC = compose(
    "programmes",
    leave=frozenset({"callversion"}),
    # What is published stays as it is until somebody publishes again.
    only={"call": "this.version_id IS NULL"},
)


class Migration(migrations.Migration):

    dependencies = [("programmes", "0020_offices_alone")]

    operations = [migrations.RunPython(NFC, migrations.RunPython.noop)]
