"""The schedule's row that recovers lost exports and deletes old ones."""

from django.db import migrations

TASK = "exchange.proposals.tasks.recover_exports"


def create_row(apps, schema_editor):
    interval, _ = apps.get_model("django_celery_beat", "IntervalSchedule").objects.get_or_create(
        every=1, period="minutes"
    )
    apps.get_model("django_celery_beat", "PeriodicTask").objects.get_or_create(
        name="Recover and clean exports of proposals",
        defaults={"task": TASK, "queue": "default", "interval": interval, "expire_seconds": 50},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0004_schedule_figures"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(create_row, migrations.RunPython.noop, elidable=False)]
