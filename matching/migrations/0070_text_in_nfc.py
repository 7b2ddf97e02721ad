"""Text that was stored in pieces (NFD) or with unseen characters becomes what it is when it enters today."""

from django.db import migrations

from exchange.http.composing import compose

NFC = compose(
    "matching",
    # Made of other tables' text, and made again by the next run.
    leave=frozenset({"passage", "run", "match"}),
)


class Migration(migrations.Migration):

    dependencies = [("matching", "0045_side_of_decisions")]

    operations = [migrations.RunPython(NFC, migrations.RunPython.noop)]
