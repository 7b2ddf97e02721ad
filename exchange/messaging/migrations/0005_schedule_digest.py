"""The schedule's row that writes the weekly digest: half an hour after the mails that it may have to gather."""

from django.db import migrations

TASK = "exchange.messaging.tasks.send_weekly_digests"


def create_row(apps, schema_editor):
    crontab, _ = apps.get_model("django_celery_beat", "CrontabSchedule").objects.get_or_create(
        minute="30", hour="23", day_of_week="0", timezone="UTC"
    )
    apps.get_model("django_celery_beat", "PeriodicTask").objects.get_or_create(
        name="Weekly digest of held mail",
        defaults={"task": TASK, "queue": "default", "crontab": crontab},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0004_digest_and_categories"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
    ]
    operations = [migrations.RunPython(create_row, migrations.RunPython.noop, elidable=False)]
