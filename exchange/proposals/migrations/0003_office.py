import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0005_schedule_digest'),
        ('people', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('programmes', '0001_initial'),
        ('proposals', '0002_team_details'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChangedProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noted_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='noted')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='proposals.proposal', verbose_name='proposal')),
            ],
            options={
                'verbose_name': 'change to be counted',
                'verbose_name_plural': 'changes to be counted',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MessageBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='filters')),
                ('audience', models.CharField(choices=[('leads', 'Principal investigators'), ('team', 'Everybody in the team')], default='leads', max_length=5, verbose_name='recipients')),
                ('subject_en', models.CharField(max_length=200, verbose_name='subject in English')),
                ('subject_ko', models.CharField(max_length=200, verbose_name='subject in Korean')),
                ('body_en', models.TextField(max_length=10000, verbose_name='text in English')),
                ('body_ko', models.TextField(max_length=10000, verbose_name='text in Korean')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('reviewed', 'Reviewed'), ('queued', 'Being sent'), ('sent', 'Sent'), ('cancelled', 'Cancelled')], default='draft', max_length=9, verbose_name='state')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='revision')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                ('queued_at', models.DateTimeField(blank=True, null=True, verbose_name='sending began')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sending ended')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='message_batches', to='programmes.call')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message to teams',
                'verbose_name_plural': 'messages to teams',
                'ordering': ['-written_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='MessageBatchEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='filters')),
                ('audience', models.CharField(choices=[('leads', 'Principal investigators'), ('team', 'Everybody in the team')], default='leads', max_length=5, verbose_name='recipients')),
                ('subject_en', models.CharField(max_length=200, verbose_name='subject in English')),
                ('subject_ko', models.CharField(max_length=200, verbose_name='subject in Korean')),
                ('body_en', models.TextField(max_length=10000, verbose_name='text in English')),
                ('body_ko', models.TextField(max_length=10000, verbose_name='text in Korean')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('reviewed', 'Reviewed'), ('queued', 'Being sent'), ('sent', 'Sent'), ('cancelled', 'Cancelled')], default='draft', max_length=9, verbose_name='state')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='revision')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                ('queued_at', models.DateTimeField(blank=True, null=True, verbose_name='sending began')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sending ended')),
                ('call', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.call')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.messagebatch')),
                ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProposalExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='requested')),
                ('format', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'Excel (XLSX)')], max_length=4, verbose_name='format')),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='filters and order')),
                ('language', models.CharField(choices=[('en', 'English'), ('ko', 'Korean')], max_length=5, verbose_name='language')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('expired', 'Deleted after its time')], default='queued', max_length=9, verbose_name='state')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='rows in all')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='rows written')),
                ('claimed_by', models.CharField(blank=True, max_length=200, verbose_name='claimed by')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='lease until')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                ('path', models.CharField(blank=True, max_length=200, verbose_name='file')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='deleted after')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to='programmes.call')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'export of proposals',
                'verbose_name_plural': 'exports of proposals',
                'ordering': ['-requested_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ProposalExportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='requested')),
                ('format', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'Excel (XLSX)')], max_length=4, verbose_name='format')),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='filters and order')),
                ('language', models.CharField(choices=[('en', 'English'), ('ko', 'Korean')], max_length=5, verbose_name='language')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('expired', 'Deleted after its time')], default='queued', max_length=9, verbose_name='state')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='rows in all')),
                ('claimed_by', models.CharField(blank=True, max_length=200, verbose_name='claimed by')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                ('path', models.CharField(blank=True, max_length=200, verbose_name='file')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='deleted after')),
                ('call', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.call')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.proposalexport')),
                ('requested_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProposalFigures',
            fields=[
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='figures', serialize=False, to='proposals.proposal')),
                ('required', models.PositiveSmallIntegerField(default=0, verbose_name='required parts')),
                ('filled', models.PositiveSmallIntegerField(default=0, verbose_name='filled parts')),
                ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='share of required parts filled')),
                ('people', models.PositiveSmallIntegerField(default=0, verbose_name='people invited or accepted')),
                ('accepted', models.PositiveSmallIntegerField(default=0, verbose_name='people who have accepted')),
                ('signed', models.PositiveSmallIntegerField(default=0, verbose_name='people who have signed off')),
                ('confirmed_sides', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2), default=list, size=None, verbose_name='sides that have confirmed')),
                ('lacks_signature', models.BooleanField(default=True, verbose_name='a signature or confirmation is missing')),
                ('is_changed', models.BooleanField(default=False, verbose_name='changed since it was submitted')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='submitted title in English')),
                ('title_ko', models.CharField(blank=True, max_length=300, verbose_name='submitted title in Korean')),
                ('leads', models.JSONField(default=list, verbose_name='submitted leads')),
                ('words', models.TextField(blank=True, verbose_name='submitted titles and leads, to search in')),
                ('counted_at', models.DateTimeField(auto_now=True, verbose_name='counted')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.callversion')),
            ],
            options={
                'verbose_name': 'figures of a proposal',
                'verbose_name_plural': 'figures of proposals',
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='filters and order')),
                ('is_default', models.BooleanField(default=False, verbose_name='shown first')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='programmes.call')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='BatchRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('written', 'Written'), ('unwanted', 'Does not want such mail'), ('failed', 'Failed')], default='waiting', max_length=8, verbose_name='state')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='proposals.teammember')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.outboxmessage')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='proposals.proposal')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='proposals.messagebatch')),
            ],
            options={
                'verbose_name': 'recipient of a message to teams',
                'verbose_name_plural': 'recipients of messages to teams',
                'ordering': ['batch', 'proposal', 'id'],
                'indexes': [models.Index(fields=['batch', 'state'], name='recipient_by_state')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'member'), name='batch_recipient_once')],
            },
        ),
        migrations.AddIndex(
            model_name='proposalexport',
            index=models.Index(fields=['state', 'lease_until'], name='export_by_state'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('user', 'call', 'name'), name='saved_view_name_once', violation_error_message='You have a view of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('user', 'call'), name='saved_view_one_default'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (OLD.proposal_id);\n            ELSE\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (NEW.proposal_id);\n            END IF;\n            RETURN NULL;\n        ", hash='6b1dafabefb1dc6a634a48febe751f9080873920', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_note_change_73f87', table='proposals_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (OLD.proposal_id);\n            ELSE\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (NEW.proposal_id);\n            END IF;\n            RETURN NULL;\n        ", hash='8879febb6077d08937efe478dcf18d41ed7d1fb4', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_note_change_c0afd', table='proposals_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (OLD.proposal_id);\n            ELSE\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (NEW.proposal_id);\n            END IF;\n            RETURN NULL;\n        ", hash='0fd138dbafcc9f70ff103092737856c39a673a2d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_note_change_924e6', table='proposals_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='confirmation',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (OLD.proposal_id);\n            ELSE\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (NEW.proposal_id);\n            END IF;\n            RETURN NULL;\n        ", hash='5e473b1c4f8dde34f9bee7152398bf11e426c616', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_note_change_8ff0b', table='proposals_confirmation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (OLD.id);\n            ELSE\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (NEW.id);\n            END IF;\n            RETURN NULL;\n        ", hash='12f728d51c1254480b8802e32b7611907c232517', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_note_change_80ed3', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teammember',
            trigger=pgtrigger.compiler.Trigger(name='note_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (OLD.proposal_id);\n            ELSE\n                INSERT INTO proposals_changedproposal (proposal_id) VALUES (NEW.proposal_id);\n            END IF;\n            RETURN NULL;\n        ", hash='c06780f8c1a5d6e53c67542f6f7921733ed42e7d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_note_change_c9405', table='proposals_teammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messagebatch',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_messagebatchevent" ("audience", "body_en", "body_ko", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "query", "queued_at", "reviewed_at", "reviewed_by_id", "revision", "sent_at", "sent_by_id", "state", "subject_en", "subject_ko", "written_at", "written_by_id") VALUES (NEW."audience", NEW."body_en", NEW."body_ko", NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."query", NEW."queued_at", NEW."reviewed_at", NEW."reviewed_by_id", NEW."revision", NEW."sent_at", NEW."sent_by_id", NEW."state", NEW."subject_en", NEW."subject_ko", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='20d558dd25d9e095720d8406a005d7e7fadbfa51', operation='INSERT', pgid='pgtrigger_insert_insert_327b7', table='proposals_messagebatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messagebatch',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_messagebatchevent" ("audience", "body_en", "body_ko", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "query", "queued_at", "reviewed_at", "reviewed_by_id", "revision", "sent_at", "sent_by_id", "state", "subject_en", "subject_ko", "written_at", "written_by_id") VALUES (NEW."audience", NEW."body_en", NEW."body_ko", NEW."call_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."query", NEW."queued_at", NEW."reviewed_at", NEW."reviewed_by_id", NEW."revision", NEW."sent_at", NEW."sent_by_id", NEW."state", NEW."subject_en", NEW."subject_ko", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='4b98122bece92c1d62284413a7456a09ecef9d73', operation='UPDATE', pgid='pgtrigger_update_update_55547', table='proposals_messagebatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messagebatch',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_messagebatchevent" ("audience", "body_en", "body_ko", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "query", "queued_at", "reviewed_at", "reviewed_by_id", "revision", "sent_at", "sent_by_id", "state", "subject_en", "subject_ko", "written_at", "written_by_id") VALUES (OLD."audience", OLD."body_en", OLD."body_ko", OLD."call_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."query", OLD."queued_at", OLD."reviewed_at", OLD."reviewed_by_id", OLD."revision", OLD."sent_at", OLD."sent_by_id", OLD."state", OLD."subject_en", OLD."subject_ko", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='5323f5f39ced785440d66a7d1623aeafdd935c9d', operation='DELETE', pgid='pgtrigger_delete_delete_3e913', table='proposals_messagebatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposalexport',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalexportevent" ("attempts", "call_id", "claimed_by", "error", "expires_at", "finished_at", "format", "id", "language", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "query", "requested_at", "requested_by_id", "size", "state", "total") VALUES (NEW."attempts", NEW."call_id", NEW."claimed_by", NEW."error", NEW."expires_at", NEW."finished_at", NEW."format", NEW."id", NEW."language", NEW."path", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."query", NEW."requested_at", NEW."requested_by_id", NEW."size", NEW."state", NEW."total"); RETURN NULL;', hash='2715622af60c752225d20fc64a9424fe2fe5ca2d', operation='INSERT', pgid='pgtrigger_insert_insert_6200c', table='proposals_proposalexport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposalexport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."claimed_by" IS DISTINCT FROM (NEW."claimed_by") OR OLD."error" IS DISTINCT FROM (NEW."error") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."path" IS DISTINCT FROM (NEW."path") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."query" IS DISTINCT FROM (NEW."query") OR OLD."requested_at" IS DISTINCT FROM (NEW."requested_at") OR OLD."requested_by_id" IS DISTINCT FROM (NEW."requested_by_id") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."total" IS DISTINCT FROM (NEW."total"))', func='INSERT INTO "proposals_proposalexportevent" ("attempts", "call_id", "claimed_by", "error", "expires_at", "finished_at", "format", "id", "language", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "query", "requested_at", "requested_by_id", "size", "state", "total") VALUES (NEW."attempts", NEW."call_id", NEW."claimed_by", NEW."error", NEW."expires_at", NEW."finished_at", NEW."format", NEW."id", NEW."language", NEW."path", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."query", NEW."requested_at", NEW."requested_by_id", NEW."size", NEW."state", NEW."total"); RETURN NULL;', hash='6eda3b4198439c0067be2cde6b9c2fc81de0b8fd', operation='UPDATE', pgid='pgtrigger_update_update_8edbe', table='proposals_proposalexport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposalexport',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalexportevent" ("attempts", "call_id", "claimed_by", "error", "expires_at", "finished_at", "format", "id", "language", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "query", "requested_at", "requested_by_id", "size", "state", "total") VALUES (OLD."attempts", OLD."call_id", OLD."claimed_by", OLD."error", OLD."expires_at", OLD."finished_at", OLD."format", OLD."id", OLD."language", OLD."path", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."query", OLD."requested_at", OLD."requested_by_id", OLD."size", OLD."state", OLD."total"); RETURN NULL;', hash='8b54ad502721c40aa0ef216ecdcf6a11c1d1583c', operation='DELETE', pgid='pgtrigger_delete_delete_256a1', table='proposals_proposalexport', when='AFTER')),
        ),
    ]
