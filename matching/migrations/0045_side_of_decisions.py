"""Keep with each decision for which side it was made: the offices of who decided may end."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def fill(apps, schema_editor):
    """While no trigger is there: the audit would take each row for a change."""
    for name in ("Decision", "DecisionEvent"):
        for side in ("KR", "US"):
            apps.get_model("matching", name).objects.filter(decided_by__manager_side=side).update(side=side)


class Migration(migrations.Migration):

    run_before = [('people', '0045_no_side_set_by_hand')]

    dependencies = [
        ('matching', '0040_leased_jobs'),
        ('people', '0008_account_name'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='decision',
            name='side',
            field=models.CharField(blank=True, choices=[('KR', 'Korea'), ('US', 'United States')], help_text='For which side it was decided.', max_length=2, verbose_name='side'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='side',
            field=models.CharField(blank=True, choices=[('KR', 'Korea'), ('US', 'United States')], help_text='For which side it was decided.', max_length=2, verbose_name='side'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_decisionevent" ("action", "decided_at", "decided_by_id", "id", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side") VALUES (NEW."action", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."pair_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."side"); RETURN NULL;', hash='d4b9a1648b6ad41cd744c3c173d0af59731620ed', operation='INSERT', pgid='pgtrigger_insert_insert_32497', table='matching_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matching_decisionevent" ("action", "decided_at", "decided_by_id", "id", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side") VALUES (NEW."action", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."pair_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."side"); RETURN NULL;', hash='72b5c8819452a499b9ae36d0b7ff46c10eb9877e', operation='UPDATE', pgid='pgtrigger_update_update_70421', table='matching_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_decisionevent" ("action", "decided_at", "decided_by_id", "id", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side") VALUES (OLD."action", OLD."decided_at", OLD."decided_by_id", OLD."id", OLD."pair_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."side"); RETURN NULL;', hash='c3adc234311370e6a9cb0ab37cd39c4bf6aea4f8', operation='DELETE', pgid='pgtrigger_delete_delete_499db', table='matching_decision', when='AFTER')),
        ),
    ]
