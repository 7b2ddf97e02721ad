"""Managers' lists have a room of their own: their tables move there as they are, without a trigger meanwhile."""

import pgtrigger.migrations
from django.db import migrations

TABLES = {
    "savedview": "office_savedview",
    "proposalexport": "office_export",
    "proposalexportevent": "office_exportevent",
    "messagebatch": "office_messagebatch",
    "messagebatchevent": "office_messagebatchevent",
    "batchrecipient": "office_batchrecipient",
}
TRIGGERS = ("insert_insert", "update_update", "delete_delete")


class Migration(migrations.Migration):
    dependencies = [("proposals", "0060_pairing_leaves")]
    operations = [
        *(
            pgtrigger.migrations.RemoveTrigger(model_name=model, name=trigger)
            for model in ("proposalexport", "messagebatch")
            for trigger in TRIGGERS
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable(model, table) for model, table in TABLES.items()],
            state_operations=[
                migrations.DeleteModel(model)
                for model in ("savedview", "proposalexportevent", "proposalexport", "messagebatchevent", "batchrecipient", "messagebatch")
            ],
        ),
    ]
