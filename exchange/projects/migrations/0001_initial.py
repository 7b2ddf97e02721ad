import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('external_id', models.CharField(blank=True, max_length=100, null=True, unique=True, verbose_name='external id')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('summary', models.TextField(max_length=10000, verbose_name='summary')),
                ('aims', models.TextField(blank=True, max_length=4000, verbose_name='aims')),
                ('organisation_text', models.CharField(blank=True, max_length=300, verbose_name='organisation as given in the source')),
                ('country', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='country')),
                ('sides_wanted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2), blank=True, default=list, size=None, verbose_name='partners wanted from')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends')),
                ('funding', models.CharField(blank=True, help_text='Funder and programme, in words.', max_length=300, verbose_name='funding')),
                ('amount_minor', models.BigIntegerField(blank=True, null=True, verbose_name='amount in minor units')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('open', 'Seeking partners'), ('closed', 'Closed')], default='draft', max_length=8, verbose_name='status')),
                ('closed_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was closed')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='changed')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='projects', to='people.researcher', verbose_name='lead')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='people.organisation', verbose_name='organisation')),
                ('topics', models.ManyToManyField(blank=True, related_name='projects', to='people.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ProjectEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('external_id', models.CharField(blank=True, max_length=100, null=True, verbose_name='external id')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('summary', models.TextField(max_length=10000, verbose_name='summary')),
                ('aims', models.TextField(blank=True, max_length=4000, verbose_name='aims')),
                ('organisation_text', models.CharField(blank=True, max_length=300, verbose_name='organisation as given in the source')),
                ('country', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='country')),
                ('sides_wanted', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2), blank=True, default=list, size=None, verbose_name='partners wanted from')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends')),
                ('funding', models.CharField(blank=True, help_text='Funder and programme, in words.', max_length=300, verbose_name='funding')),
                ('amount_minor', models.BigIntegerField(blank=True, null=True, verbose_name='amount in minor units')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('open', 'Seeking partners'), ('closed', 'Closed')], default='draft', max_length=8, verbose_name='status')),
                ('closed_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was closed')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                ('lead', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.researcher', verbose_name='lead')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.organisation', verbose_name='organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectResource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('offer', 'Offers'), ('need', 'Seeks')], max_length=5, verbose_name='direction')),
                ('kind', models.CharField(choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'People')], max_length=12, verbose_name='kind')),
                ('text', models.CharField(max_length=500, verbose_name='description')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resources', to='projects.project')),
            ],
            options={
                'verbose_name': 'offer or need of a project',
                'verbose_name_plural': 'offers and needs of projects',
                'ordering': ['direction', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectResourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('direction', models.CharField(choices=[('offer', 'Offers'), ('need', 'Seeks')], max_length=5, verbose_name='direction')),
                ('kind', models.CharField(choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'People')], max_length=12, verbose_name='kind')),
                ('text', models.CharField(max_length=500, verbose_name='description')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.projectresource')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='project_dates_in_order', violation_error_message='The end lies before the start.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__isnull', True), models.Q(('currency', ''), _negated=True), _connector='OR'), name='project_amount_has_currency', violation_error_message='An amount needs its currency.'),
        ),
        migrations.AddConstraint(
            model_name='projectresource',
            constraint=models.UniqueConstraint(fields=('project', 'direction', 'kind', 'text'), name='project_resource_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectevent" ("aims", "amount_minor", "changed_at", "closed_reason", "country", "created_at", "currency", "ends_on", "external_id", "funding", "id", "lead_id", "organisation_id", "organisation_text", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sides_wanted", "starts_on", "status", "summary", "title") VALUES (NEW."aims", NEW."amount_minor", NEW."changed_at", NEW."closed_reason", NEW."country", NEW."created_at", NEW."currency", NEW."ends_on", NEW."external_id", NEW."funding", NEW."id", NEW."lead_id", NEW."organisation_id", NEW."organisation_text", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."sides_wanted", NEW."starts_on", NEW."status", NEW."summary", NEW."title"); RETURN NULL;', hash='f5d534b78f12ce384b192bb5f35b9bb97bccaa5e', operation='INSERT', pgid='pgtrigger_insert_insert_2e147', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_projectevent" ("aims", "amount_minor", "changed_at", "closed_reason", "country", "created_at", "currency", "ends_on", "external_id", "funding", "id", "lead_id", "organisation_id", "organisation_text", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sides_wanted", "starts_on", "status", "summary", "title") VALUES (NEW."aims", NEW."amount_minor", NEW."changed_at", NEW."closed_reason", NEW."country", NEW."created_at", NEW."currency", NEW."ends_on", NEW."external_id", NEW."funding", NEW."id", NEW."lead_id", NEW."organisation_id", NEW."organisation_text", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."sides_wanted", NEW."starts_on", NEW."status", NEW."summary", NEW."title"); RETURN NULL;', hash='864cc301a75d79e6531b755c0895f870eb02f754', operation='UPDATE', pgid='pgtrigger_update_update_804c3', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectevent" ("aims", "amount_minor", "changed_at", "closed_reason", "country", "created_at", "currency", "ends_on", "external_id", "funding", "id", "lead_id", "organisation_id", "organisation_text", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sides_wanted", "starts_on", "status", "summary", "title") VALUES (OLD."aims", OLD."amount_minor", OLD."changed_at", OLD."closed_reason", OLD."country", OLD."created_at", OLD."currency", OLD."ends_on", OLD."external_id", OLD."funding", OLD."id", OLD."lead_id", OLD."organisation_id", OLD."organisation_text", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."sides_wanted", OLD."starts_on", OLD."status", OLD."summary", OLD."title"); RETURN NULL;', hash='4836715d90e6d262c818b0d104279125b4105011', operation='DELETE', pgid='pgtrigger_delete_delete_2192f', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectresource',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectresourceevent" ("direction", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "text") VALUES (NEW."direction", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."text"); RETURN NULL;', hash='79fb7f962769f9b448ec40485b04116c6986be65', operation='INSERT', pgid='pgtrigger_insert_insert_a8fab', table='projects_projectresource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectresource',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_projectresourceevent" ("direction", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "text") VALUES (NEW."direction", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."text"); RETURN NULL;', hash='4cad02e1ebc120022cff74777ce72fff0271e769', operation='UPDATE', pgid='pgtrigger_update_update_6e78f', table='projects_projectresource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectresource',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectresourceevent" ("direction", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "text") VALUES (OLD."direction", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."text"); RETURN NULL;', hash='7abe5d3822f3ed82b51aa09765fa1b3d326d5a09', operation='DELETE', pgid='pgtrigger_delete_delete_383be', table='projects_projectresource', when='AFTER')),
        ),
    ]
