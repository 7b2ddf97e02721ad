"""Text that was stored in pieces (NFD) or with unseen characters becomes what it is when it enters today."""

from django.db import migrations

from exchange.http.composing import compose

NFC = compose(
    "people",
    leave=frozenset({"consentnotice", "consentrecord", "erasure"}),
    owners={"publication": "researcher", "researcherresource": "researcher"},
)


class Migration(migrations.Migration):

    dependencies = [("people", "0045_no_side_set_by_hand")]

    operations = [migrations.RunPython(NFC, migrations.RunPython.noop)]
