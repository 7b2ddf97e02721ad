"""The schedule's rows that recover messages to teams and remind teams of deadlines."""

from django.db import migrations

ROWS = {
    "Recover messages to teams": ("exchange.proposals.tasks.recover_batches", 1, "minutes"),
    "Remind teams of deadlines": ("exchange.proposals.tasks.remind_teams", 15, "minutes"),
}


def create_rows(apps, schema_editor):
    for name, (task, every, period) in ROWS.items():
        interval, _ = apps.get_model("django_celery_beat", "IntervalSchedule").objects.get_or_create(
            every=every, period=period
        )
        apps.get_model("django_celery_beat", "PeriodicTask").objects.get_or_create(
            name=name, defaults={"task": task, "queue": "default", "interval": interval, "expire_seconds": 50}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0006_message_batches"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(create_rows, migrations.RunPython.noop, elidable=False)]
