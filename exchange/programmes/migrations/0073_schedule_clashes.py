"""The schedule's row that writes to administrators and managers about calls without a manager of an agency."""

from django.db import migrations

TASK = "exchange.programmes.tasks.tell_of_clashes"


def create_row(apps, schema_editor):
    interval, _ = apps.get_model("django_celery_beat", "IntervalSchedule").objects.get_or_create(
        every=15, period="minutes"
    )
    apps.get_model("django_celery_beat", "PeriodicTask").objects.get_or_create(
        name="Tell of calls without a manager",
        defaults={"task": TASK, "queue": "default", "interval": interval, "expire_seconds": 600},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0072_agency_contacts"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(create_row, migrations.RunPython.noop, elidable=False)]
