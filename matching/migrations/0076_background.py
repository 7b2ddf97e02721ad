import django.db.models.deletion
from django.db import migrations, models

RARITIES = "By part: above which value it is notable (one pair in twenty), and rare (one in a hundred)."


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0075_standings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Background",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of_people", models.JSONField(default=dict, help_text=RARITIES, verbose_name="among people")),
                (
                    "of_projects",
                    models.JSONField(default=dict, help_text=RARITIES, verbose_name="among people and projects"),
                ),
                ("measured_at", models.DateTimeField(auto_now=True, verbose_name="measured")),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="background", to="matching.run"
                    ),
                ),
            ],
            options={
                "verbose_name": "background of the bands",
                "verbose_name_plural": "backgrounds of the bands",
            },
        ),
    ]
