"""Text that was stored in pieces (NFD) or with unseen characters becomes what it is when it enters today."""

from django.db import migrations

from exchange.http.composing import compose

NFC = compose(
    "office",
    leave=frozenset({"export"}),
    # What was sent stays as it was sent.
    only={"messagebatch": "this.state = 'draft'"},
)


class Migration(migrations.Migration):

    dependencies = [("office", "0004_schedule_and_rights")]

    operations = [migrations.RunPython(NFC, migrations.RunPython.noop)]
