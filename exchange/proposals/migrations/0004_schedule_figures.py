"""The schedule's row that counts the managers' figures, and a first note for every proposal there is."""

from django.db import migrations

TASK = "exchange.proposals.tasks.count_figures"


def create_row(apps, schema_editor):
    interval, _ = apps.get_model("django_celery_beat", "IntervalSchedule").objects.get_or_create(
        every=1, period="minutes"
    )
    apps.get_model("django_celery_beat", "PeriodicTask").objects.get_or_create(
        name="Count figures of proposals",
        defaults={"task": TASK, "queue": "default", "interval": interval, "expire_seconds": 50},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0003_office"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [
        migrations.RunPython(create_row, migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(
            "INSERT INTO proposals_changedproposal (proposal_id) SELECT id FROM proposals_proposal",
            migrations.RunSQL.noop,
        ),
    ]
