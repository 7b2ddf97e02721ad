"""The pairing of concept papers becomes a slice of its own: its tables go there with all that is in them."""

import pgtrigger.migrations
from django.db import migrations

MODELS = ("firstreview", "pairinground", "priority", "pairedpapers")
TRIGGERS = ("insert_insert", "update_update", "delete_delete")
# Tables, and what was named after them: sequences, indexes, constraints.
RENAME = """
DO $$
DECLARE
    found record;
    tables regclass[] := ARRAY[{tables}]::regclass[];
BEGIN
    FOR found IN
        SELECT conrelid::regclass AS owner, conname AS name FROM pg_constraint
        WHERE conrelid = ANY(tables) AND conname LIKE '{old}\\_%'
    LOOP
        EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', found.owner, found.name,
            regexp_replace(found.name, '^{old}_', '{new}_'));
    END LOOP;
    FOR found IN
        SELECT relation.relname AS name FROM pg_index
        JOIN pg_class relation ON relation.oid = indexrelid
        WHERE indrelid = ANY(tables) AND relation.relname LIKE '{old}\\_%'
    LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', found.name, regexp_replace(found.name, '^{old}_', '{new}_'));
    END LOOP;
    FOR found IN
        SELECT relation.relname AS name FROM pg_depend
        JOIN pg_class relation ON relation.oid = objid AND relation.relkind = 'S'
        WHERE refobjid = ANY(tables) AND relation.relname LIKE '{old}\\_%'
    LOOP
        EXECUTE format('ALTER SEQUENCE %I RENAME TO %I', found.name, regexp_replace(found.name, '^{old}_', '{new}_'));
    END LOOP;
    FOR found IN SELECT relname AS name FROM pg_class WHERE oid = ANY(tables)
    LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', found.name, regexp_replace(found.name, '^{old}_', '{new}_'));
    END LOOP;
END $$;
"""


def rename(old: str, new: str) -> str:
    tables = ", ".join(f"'{old}_{model}{kind}'" for model in MODELS for kind in ("", "event"))
    return RENAME.format(tables=tables, old=old, new=new)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0040_leased_jobs")]

    operations = [
        *(
            pgtrigger.migrations.RemoveTrigger(model_name=model, name=trigger)
            for model in MODELS
            for trigger in TRIGGERS
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(rename("proposals", "pairing"), rename("pairing", "proposals"))],
            state_operations=[
                migrations.DeleteModel("FirstReviewEvent"),
                migrations.DeleteModel("PriorityEvent"),
                migrations.DeleteModel("PairedPapersEvent"),
                migrations.DeleteModel("PairingRoundEvent"),
                migrations.DeleteModel("FirstReview"),
                migrations.DeleteModel("Priority"),
                migrations.DeleteModel("PairedPapers"),
                migrations.DeleteModel("PairingRound"),
            ],
        ),
    ]
