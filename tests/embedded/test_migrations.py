import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # exits with status 1 where one is


def test_every_migration_can_be_undone() -> None:
    ours = {
        config.label for config in apps.get_app_configs() if config.name.partition(".")[0] in {"exchange", "matching"}
    }
    found = MigrationLoader(None).disk_migrations
    kept = [
        f"{migration}: {operation.describe()}"
        for migration in found.values()
        if migration.app_label in ours
        for operation in migration.operations
        if not operation.reversible
    ]
    assert ours >= {"matching", "people"}
    assert kept == []
