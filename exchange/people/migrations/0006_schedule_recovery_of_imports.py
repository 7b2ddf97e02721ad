"""The schedule's row that takes up imports which a worker lost or the broker never handed out."""

from django.db import migrations

TASK = "exchange.people.tasks.recover_imports"


def create_row(apps, schema_editor):
    interval, _ = apps.get_model("django_celery_beat", "IntervalSchedule").objects.get_or_create(
        every=1, period="minutes"
    )
    apps.get_model("django_celery_beat", "PeriodicTask").objects.get_or_create(
        name="Recover lost publication imports",
        defaults={"task": TASK, "queue": "default", "interval": interval, "expire_seconds": 50},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_fetched_imports_and_fingerprints"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(create_row, migrations.RunPython.noop, elidable=False)]
