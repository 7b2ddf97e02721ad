"""Text that was stored in pieces (NFD) or with unseen characters becomes what it is when it enters today."""

from django.db import migrations

from exchange.http.composing import compose

NFC = compose(
    "projects",
    owners={"projectresource": "project"},
)


class Migration(migrations.Migration):

    dependencies = [("projects", "0002_search")]

    operations = [migrations.RunPython(NFC, migrations.RunPython.noop)]
