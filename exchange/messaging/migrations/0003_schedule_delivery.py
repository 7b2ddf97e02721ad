"""The schedule's row that sends what waits: failures after their pause, and what a lost worker left behind."""

from django.db import migrations

TASK = "exchange.messaging.tasks.deliver_due"


def create_row(apps, schema_editor):
    interval, _ = apps.get_model("django_celery_beat", "IntervalSchedule").objects.get_or_create(
        every=1, period="minutes"
    )
    apps.get_model("django_celery_beat", "PeriodicTask").objects.get_or_create(
        name="Send waiting mail",
        defaults={"task": TASK, "queue": "default", "interval": interval, "expire_seconds": 50},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0001_initial"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(create_row, migrations.RunPython.noop, elidable=False)]
