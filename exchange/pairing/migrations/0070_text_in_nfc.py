"""Text that was stored in pieces (NFD) or with unseen characters becomes what it is when it enters today."""

from django.db import migrations

from exchange.http.composing import compose

NFC = compose(
    "pairing",
    leave=frozenset({"pairinground"}),
)


class Migration(migrations.Migration):

    dependencies = [("pairing", "0001_initial")]

    operations = [migrations.RunPython(NFC, migrations.RunPython.noop)]
