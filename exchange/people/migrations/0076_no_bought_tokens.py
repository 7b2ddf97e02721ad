"""Tokens that a password bought were made under other rules: they go, with their table and their rights."""

from django.db import migrations


def drop_bought_tokens(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS authtoken_token")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'authtoken'")
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="authtoken").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('people', '0075_api_tokens'),
    ]

    operations = [migrations.RunPython(drop_bought_tokens, migrations.RunPython.noop)]
