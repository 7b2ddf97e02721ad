from django.db import migrations

LEAST_PEOPLE = 5


def drop_small_groups(apps, schema_editor):
    """Groups of a few people leave the reports of earlier runs, too."""
    runs = apps.get_model("matching", "Run")
    for run in runs.objects.filter(report__has_key="exposure").iterator():
        exposure = {
            name: {key: group for key, group in groups.items() if group.get("people", 0) >= LEAST_PEOPLE}
            for name, groups in run.report["exposure"].items()
        }
        if exposure != run.report["exposure"]:
            runs.objects.filter(pk=run.pk).update(report={**run.report, "exposure": exposure})


class Migration(migrations.Migration):
    dependencies = [("matching", "0070_text_in_nfc")]
    operations = [migrations.RunPython(drop_small_groups, migrations.RunPython.noop)]
