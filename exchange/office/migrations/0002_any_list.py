"""What belonged to a call's proposals belongs to any list: it names the list and, by key, what of it."""

from django.db import migrations, models

LISTED = ("savedview", "export", "exportevent", "messagebatch", "messagebatchevent")


def key_instead_of_reference(model, old, new, label):
    """The same column under a new name: no row is written anew, and the way back is open."""
    return [
        migrations.AlterField(model, old, models.BigIntegerField(db_column=f"{old}_id")),
        migrations.RenameField(model, old, new),
        migrations.AlterField(model, new, models.PositiveBigIntegerField(label)),
    ]


def operations():
    yield migrations.RemoveConstraint("savedview", "saved_view_name_once")
    yield migrations.RemoveConstraint("savedview", "saved_view_one_default")
    yield migrations.RemoveConstraint("batchrecipient", "batch_recipient_once")
    yield migrations.AlterModelOptions("batchrecipient", {"ordering": ["batch", "id"]})
    for model in LISTED:
        key = models.CharField("list", max_length=40, default="proposals")
        yield migrations.AddField(model, "list_key", key, preserve_default=False)
        yield from key_instead_of_reference(model, "call", "scope_id", "scope")
    yield from key_instead_of_reference("batchrecipient", "proposal", "row_id", "row of the list")
    yield from key_instead_of_reference("batchrecipient", "member", "place_id", "place of the person")


class Migration(migrations.Migration):
    dependencies = [("office", "0001_initial")]
    operations = list(operations())
