"""The schedule's rows name the tasks where they are now; rights that somebody was given go with the tables.

A task that was sent under its old name before the upgrade is refused; the schedule sends it anew within a minute.
"""

from django.db import migrations

TASKS = ("recover_exports", "recover_batches")
NAMES = {
    "Recover and clean exports of proposals": "Recover and clean exports",
    "Recover messages to teams": "Recover messages",
}
MODELS = {
    "savedview": "savedview",
    "proposalexport": "export",
    "proposalexportevent": "exportevent",
    "messagebatch": "messagebatch",
    "messagebatchevent": "messagebatchevent",
    "batchrecipient": "batchrecipient",
}


def follow(apps, schema_editor):
    _move(apps, source="proposals", target="office", names=NAMES, models=MODELS)


def go_back(apps, schema_editor):
    names, models = ({new: old for old, new in each.items()} for each in (NAMES, MODELS))
    _move(apps, source="office", target="proposals", names=names, models=models)


def _move(apps, *, source, target, names, models):
    rows = apps.get_model("django_celery_beat", "PeriodicTask").objects
    for task in TASKS:
        rows.filter(task=f"exchange.{source}.tasks.{task}").update(task=f"exchange.{target}.tasks.{task}")
    for old, new in names.items():
        rows.filter(name=old).update(name=new)
    kinds = apps.get_model("contenttypes", "ContentType").objects
    rights = apps.get_model("auth", "Permission").objects
    for old, new in models.items():
        for right in rights.filter(content_type__app_label=source, content_type__model=old):
            right.codename = right.codename.replace(old, new)
            right.save()
        kinds.filter(app_label=source, model=old).update(app_label=target, model=new)


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0003_words_and_history"),
        ("proposals", "0007_schedule_batches"),
        ("django_celery_beat", "0019_alter_periodictasks_options"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(follow, go_back, elidable=False)]
