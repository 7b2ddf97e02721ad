from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0071_personnel")]

    operations = [
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["-created_at", "-id"], name="project_newest_first"),
        ),
    ]
