"""Tokens that people make, and since when an account is open."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('people', '0074_confirm_sides'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('token_key', models.CharField(db_index=True, max_length=25)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('digest', models.CharField(editable=False, max_length=128, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('scope', models.CharField(choices=[('read', 'Read only'), ('write', 'Read and change')], max_length=10, verbose_name='scope')),
                ('by_second_factor', models.BooleanField(verbose_name='made with a second factor')),
                ('access_since', models.DateTimeField(editable=False, help_text="As the account had it; the token ends when the account's moves.", verbose_name='access since')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('expiry', models.DateTimeField(verbose_name='expires')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
                'ordering': ['-created', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ApiTokenEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('token_key', models.CharField(max_length=25)),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('scope', models.CharField(choices=[('read', 'Read only'), ('write', 'Read and change')], max_length=10, verbose_name='scope')),
                ('by_second_factor', models.BooleanField(verbose_name='made with a second factor')),
                ('access_since', models.DateTimeField(editable=False, help_text="As the account had it; the token ends when the account's moves.", verbose_name='access since')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('expiry', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
            ],
            options={
                'verbose_name': 'email address',
                'verbose_name_plural': 'email addresses',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('account.emailaddress',),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='user',
            name='access_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, help_text='Sessions and API tokens from before have ended. Moves with the password, an address or a deactivation.', verbose_name='access since'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='access_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, help_text='Sessions and API tokens from before have ended. Moves with the password, an address or a deactivation.', verbose_name='access since'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='access_ends', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    NEW.access_since := GREATEST(NEW.access_since, OLD.access_since);\n    IF NEW.password <> OLD.password OR lower(NEW.email) <> lower(OLD.email) OR (OLD.is_active AND NOT NEW.is_active)\n    THEN\n        NEW.access_since := GREATEST(clock_timestamp(), NEW.access_since + interval '1 microsecond');\n    END IF;\n    RETURN NEW;\n", hash='17d887f661afc2ca2996f346cc76d38c98d5d5a9', operation='UPDATE', pgid='pgtrigger_access_ends_c3eef', table='people_user', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_userevent" ("access_since", "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."access_since", NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='ae7fadb9786e5f0d0ccff15d5f83fe2f04ec3e9f', operation='INSERT', pgid='pgtrigger_insert_insert_7e9ab', table='people_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."access_since" IS DISTINCT FROM (NEW."access_since") OR OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone"))', func='INSERT INTO "people_userevent" ("access_since", "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."access_since", NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='a0d13e46b96d875b234fa754f7c9680bbfc1ea0b', operation='UPDATE', pgid='pgtrigger_update_update_86e64', table='people_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_userevent" ("access_since", "date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (OLD."access_since", OLD."date_joined", OLD."email", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."time_zone"); RETURN NULL;', hash='9ed3181043f34c11b54ad3c7875a76f605a04f69', operation='DELETE', pgid='pgtrigger_delete_delete_bec80', table='people_user', when='AFTER')),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='auth_token_set', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apitokenevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='apitokenevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.KNOX_TOKEN_MODEL),
        ),
        migrations.AddField(
            model_name='apitokenevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='address',
            trigger=pgtrigger.compiler.Trigger(name='verified_at_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."verified")', func="\n    UPDATE people_user\n    SET access_since = GREATEST(clock_timestamp(), access_since + interval '1 microsecond')\n    WHERE id = NEW.user_id;\n    RETURN NULL;\n", hash='e14b712ea8bf1a4c32b1a55a0021a747cecda160', operation='INSERT', pgid='pgtrigger_verified_at_once_2069c', table='account_emailaddress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='address',
            trigger=pgtrigger.compiler.Trigger(name='verified', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."verified" AND NOT OLD."verified")', func="\n    UPDATE people_user\n    SET access_since = GREATEST(clock_timestamp(), access_since + interval '1 microsecond')\n    WHERE id = NEW.user_id;\n    RETURN NULL;\n", hash='1b2702b0ba83d7dd77b846ae0b81c0a4bd91a16a', operation='UPDATE', pgid='pgtrigger_verified_468f1', table='account_emailaddress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apitoken',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_apitokenevent" ("access_since", "by_second_factor", "created", "expiry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "scope", "token_key", "user_id") VALUES (NEW."access_since", NEW."by_second_factor", NEW."created", NEW."expiry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."revoked_at", NEW."scope", NEW."token_key", NEW."user_id"); RETURN NULL;', hash='ab162e59a92f62b1ea7e4783aa55426d703adb7e', operation='INSERT', pgid='pgtrigger_insert_insert_89aa6', table='people_apitoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apitoken',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."access_since" IS DISTINCT FROM (NEW."access_since") OR OLD."by_second_factor" IS DISTINCT FROM (NEW."by_second_factor") OR OLD."created" IS DISTINCT FROM (NEW."created") OR OLD."expiry" IS DISTINCT FROM (NEW."expiry") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."token_key" IS DISTINCT FROM (NEW."token_key") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "people_apitokenevent" ("access_since", "by_second_factor", "created", "expiry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "scope", "token_key", "user_id") VALUES (NEW."access_since", NEW."by_second_factor", NEW."created", NEW."expiry", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."revoked_at", NEW."scope", NEW."token_key", NEW."user_id"); RETURN NULL;', hash='21b480ee4e5bf8e06bdf5b5bf0ca134223427787', operation='UPDATE', pgid='pgtrigger_update_update_bd2cc', table='people_apitoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apitoken',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_apitokenevent" ("access_since", "by_second_factor", "created", "expiry", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "scope", "token_key", "user_id") VALUES (OLD."access_since", OLD."by_second_factor", OLD."created", OLD."expiry", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."revoked_at", OLD."scope", OLD."token_key", OLD."user_id"); RETURN NULL;', hash='3dc103034177f399001a3de42174fd9bdd6bb58d', operation='DELETE', pgid='pgtrigger_delete_delete_9a9d9', table='people_apitoken', when='AFTER')),
        ),
    ]
