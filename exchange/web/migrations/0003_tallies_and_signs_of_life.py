from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0002_cache_while_valkey_is_away")]

    operations = [
        migrations.CreateModel(
            name="TaskTally",
            fields=[
                ("name", models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="task")),
                ("ended", models.BigIntegerField(default=0, verbose_name="ended")),
                ("failed", models.BigIntegerField(default=0, verbose_name="failed")),
                ("seconds", models.FloatField(default=0, verbose_name="seconds")),
            ],
            options={"verbose_name": "tally of a task", "verbose_name_plural": "tallies of tasks"},
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="worker")),
                ("queue", models.CharField(max_length=50, verbose_name="queue")),
                ("seen_at", models.DateTimeField(verbose_name="seen")),
            ],
            options={
                "verbose_name": "sign of life",
                "verbose_name_plural": "signs of life",
                "constraints": [models.UniqueConstraint(fields=("name", "queue"), name="heartbeat_once")],
            },
        ),
    ]
