"""The schedule's first rows and the first policy; both are edited in the admin afterwards."""

from django.db import migrations

MINUTE = {"every": 1, "period": "minutes"}
NIGHT = {"minute": "0", "hour": "18", "timezone": "UTC"}
MONDAY = {"minute": "0", "hour": "23", "day_of_week": "0", "timezone": "UTC"}


def create_rows(apps, schema_editor):
    task = apps.get_model("django_celery_beat", "PeriodicTask")
    interval, _ = apps.get_model("django_celery_beat", "IntervalSchedule").objects.get_or_create(**MINUTE)
    crontabs = apps.get_model("django_celery_beat", "CrontabSchedule").objects
    night, _ = crontabs.get_or_create(**NIGHT)
    monday, _ = crontabs.get_or_create(**MONDAY)
    for name, path, when in (
        ("Refresh what changed", "matching.tasks.refresh_changed", {"interval": interval, "expire_seconds": 50}),
        ("Recover lost runs", "matching.tasks.recover_runs", {"interval": interval, "expire_seconds": 50}),
        ("Full matching, nightly", "matching.tasks.run_full", {"crontab": night}),
        ("Weekly digest of suggestions", "matching.tasks.send_weekly_digest", {"crontab": monday}),
    ):
        task.objects.get_or_create(name=name, defaults={"task": path, "queue": "default", **when})
    apps.get_model("matching", "Policy").objects.get_or_create(name="Default", defaults={"in_force": True})


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0004_run_steps_and_title_only_passages"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(create_rows, migrations.RunPython.noop, elidable=False)]
