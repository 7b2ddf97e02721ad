import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import pgvector.django.extensions
import pgvector.django.halfvec
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('projects', '0001_initial'),
    ]

    operations = [
        pgvector.django.extensions.VectorExtension(
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('shortlist', 'Shortlist'), ('dismiss', 'Dismiss'), ('restore', 'Put back in the queue'), ('introduce', 'Introduce')], max_length=10, verbose_name='action')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('decided_at', models.DateTimeField(auto_now_add=True, verbose_name='decided')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['-decided_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message to both')),
                ('introduced_at', models.DateTimeField(auto_now_add=True, verbose_name='introduced')),
                ('researcher_reply', models.CharField(choices=[('pending', 'No answer yet'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='pending', max_length=8, verbose_name='reply of the researcher')),
                ('other_reply', models.CharField(choices=[('pending', 'No answer yet'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='pending', max_length=8, verbose_name='reply of the other side')),
                ('researcher_replied_at', models.DateTimeField(blank=True, null=True)),
                ('other_replied_at', models.DateTimeField(blank=True, null=True)),
                ('introduced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'introduction',
                'verbose_name_plural': 'introductions',
                'ordering': ['-introduced_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('suggested', 'Suggested'), ('shortlisted', 'Shortlisted'), ('dismissed', 'Dismissed'), ('introduced', 'Introduced'), ('connected', 'Connected'), ('declined', 'Declined')], db_index=True, default='suggested', max_length=12, verbose_name='state')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pairs_as_partner', to='people.researcher')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='projects.project')),
                ('researcher', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='people.researcher')),
            ],
            options={
                'verbose_name': 'pair',
                'verbose_name_plural': 'pairs',
            },
        ),
        migrations.CreateModel(
            name='Match',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.FloatField(verbose_name='score')),
                ('topical', models.FloatField(null=True, verbose_name='topical affinity')),
                ('give', models.FloatField(null=True, verbose_name='their need met')),
                ('take', models.FloatField(null=True, verbose_name='my need met')),
                ('topics', models.FloatField(null=True, verbose_name='declared topics')),
                ('rank_for_researcher', models.PositiveIntegerField(null=True, verbose_name='rank for the researcher')),
                ('rank_for_other', models.PositiveIntegerField(null=True, verbose_name='rank for the other side')),
                ('rules', models.JSONField(default=list, verbose_name='rules')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='first suggested')),
                ('pair', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='match', to='matching.pair')),
            ],
            options={
                'verbose_name': 'match',
                'verbose_name_plural': 'matches',
                'ordering': ['-score', 'id'],
            },
        ),
        migrations.CreateModel(
            name='IntroductionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message to both')),
                ('introduced_at', models.DateTimeField(auto_now_add=True, verbose_name='introduced')),
                ('researcher_reply', models.CharField(choices=[('pending', 'No answer yet'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='pending', max_length=8, verbose_name='reply of the researcher')),
                ('other_reply', models.CharField(choices=[('pending', 'No answer yet'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='pending', max_length=8, verbose_name='reply of the other side')),
                ('researcher_replied_at', models.DateTimeField(blank=True, null=True)),
                ('other_replied_at', models.DateTimeField(blank=True, null=True)),
                ('introduced_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matching.introduction')),
                ('pair', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matching.pair')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='introduction',
            name='pair',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='introduction', to='matching.pair'),
        ),
        migrations.CreateModel(
            name='DecisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('action', models.CharField(choices=[('shortlist', 'Shortlist'), ('dismiss', 'Dismiss'), ('restore', 'Put back in the queue'), ('introduce', 'Introduce')], max_length=10, verbose_name='action')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('decided_at', models.DateTimeField(auto_now_add=True, verbose_name='decided')),
                ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matching.decision')),
                ('pair', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matching.pair')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='pair',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='matching.pair'),
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('statement', 'Research statement'), ('publication', 'Publication'), ('offer', 'Offer'), ('need', 'Need'), ('aim', 'Project text')], max_length=12, verbose_name='kind')),
                ('resource_kind', models.CharField(blank=True, choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'People')], max_length=12, verbose_name='kind of resource')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='title')),
                ('text', models.TextField(verbose_name='text')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('text_hash', models.CharField(max_length=64, verbose_name='hash of the text')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='projects.project')),
                ('researcher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='people.researcher')),
            ],
            options={
                'verbose_name': 'passage',
                'verbose_name_plural': 'passages',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('topical', 'Topical affinity'), ('give', 'What I offer meets what they seek'), ('take', 'What I seek meets what they offer'), ('topics', 'Declared topics')], max_length=8, verbose_name='part')),
                ('similarity', models.FloatField(verbose_name='similarity')),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='matching.match')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matching.passage')),
                ('own', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='matching.passage')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['part', '-similarity', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Embedding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model_tag', models.CharField(max_length=120, verbose_name='model tag')),
                ('vector', pgvector.django.halfvec.HalfVectorField(verbose_name='vector')),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='embeddings', to='matching.passage')),
            ],
            options={
                'verbose_name': 'embedding',
                'verbose_name_plural': 'embeddings',
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('weight_topical', models.FloatField(default=0.6, verbose_name='weight of topical affinity')),
                ('weight_give', models.FloatField(default=0.15, verbose_name='weight of what I offer meeting what they seek')),
                ('weight_take', models.FloatField(default=0.15, verbose_name='weight of what I seek meeting what they offer')),
                ('weight_topics', models.FloatField(default=0.1, verbose_name='weight of declared topics')),
                ('top_k', models.PositiveSmallIntegerField(default=20, verbose_name='suggestions per subject')),
                ('in_force', models.BooleanField(default=False, verbose_name='in force')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'matching policy',
                'verbose_name_plural': 'matching policies',
                'constraints': [models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('in_force',), name='policy_one_in_force'), models.CheckConstraint(condition=models.Q(('weight_topical__gt', 0), ('weight_give__gte', 0), ('weight_take__gte', 0), ('weight_topics__gte', 0)), name='policy_weights_not_negative', violation_error_message='Weights cannot be negative, and topical affinity must count.'), models.CheckConstraint(condition=models.Q(('top_k__gte', 1), ('top_k__lte', 200)), name='policy_top_k_in_range', violation_error_message='Between 1 and 200 suggestions per subject.')],
            },
        ),
        migrations.CreateModel(
            name='PolicyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('weight_topical', models.FloatField(default=0.6, verbose_name='weight of topical affinity')),
                ('weight_give', models.FloatField(default=0.15, verbose_name='weight of what I offer meeting what they seek')),
                ('weight_take', models.FloatField(default=0.15, verbose_name='weight of what I seek meeting what they offer')),
                ('weight_topics', models.FloatField(default=0.1, verbose_name='weight of declared topics')),
                ('top_k', models.PositiveSmallIntegerField(default=20, verbose_name='suggestions per subject')),
                ('in_force', models.BooleanField(default=False, verbose_name='in force')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matching.policy')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opinion', models.CharField(choices=[('interested', 'Interested'), ('not_for_me', 'Not for me')], max_length=12, verbose_name='opinion')),
                ('reason', models.CharField(blank=True, choices=[('off_topic', 'Not my topic'), ('already_known', 'We already work together'), ('no_time', 'Not at this time'), ('competitor', 'We compete'), ('other', 'Another reason')], max_length=15, verbose_name='reason')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='matching.pair')),
                ('researcher', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='people.researcher')),
            ],
            options={
                'verbose_name': 'reaction',
                'verbose_name_plural': 'reactions',
            },
        ),
        migrations.CreateModel(
            name='ReactionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('opinion', models.CharField(choices=[('interested', 'Interested'), ('not_for_me', 'Not for me')], max_length=12, verbose_name='opinion')),
                ('reason', models.CharField(blank=True, choices=[('off_topic', 'Not my topic'), ('already_known', 'We already work together'), ('no_time', 'Not at this time'), ('competitor', 'We compete'), ('other', 'Another reason')], max_length=15, verbose_name='reason')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('pair', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matching.pair')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matching.reaction')),
                ('researcher', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.researcher')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('full', 'Full matching'), ('refresh', 'Refresh of what changed'), ('subject', 'One subject')], max_length=8, verbose_name='kind')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10, verbose_name='state')),
                ('weights', models.JSONField(default=dict, verbose_name='weights')),
                ('top_k', models.PositiveSmallIntegerField(default=20, verbose_name='suggestions per subject')),
                ('model_tag', models.CharField(blank=True, max_length=120, verbose_name='model tag')),
                ('claimed_by', models.CharField(blank=True, max_length=120, verbose_name='worker')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='lease until')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('step', models.CharField(blank=True, max_length=20, verbose_name='step')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='of')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                ('report', models.JSONField(default=dict, help_text='Counts, coverage, exposure by side and career stage.', verbose_name='report')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='queued')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('researcher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.researcher')),
            ],
            options={
                'verbose_name': 'run',
                'verbose_name_plural': 'runs',
                'ordering': ['-queued_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='match',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='matching.run'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(('project__isnull', True), ('partner__isnull', True), _connector='XOR'), name='pair_is_two'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.CheckConstraint(condition=models.Q(('partner__isnull', True), ('researcher__lt', models.F('partner')), _connector='OR'), name='pair_in_order'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.UniqueConstraint(fields=('researcher', 'project', 'partner'), name='pair_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('researcher__isnull', True), ('project__isnull', True), _connector='XOR'), name='passage_has_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(fields=('researcher', 'project', 'kind', 'resource_kind', 'text_hash'), name='passage_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('match', 'part', 'own', 'other'), name='evidence_once'),
        ),
        migrations.AddConstraint(
            model_name='embedding',
            constraint=models.UniqueConstraint(fields=('passage', 'model_tag'), name='embedding_once_per_model'),
        ),
        migrations.AddConstraint(
            model_name='reaction',
            constraint=models.UniqueConstraint(fields=('pair', 'researcher'), name='reaction_once'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('state',), name='run_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'queued'), models.Q(('kind', 'subject'), _negated=True)), fields=('kind',), name='run_queued_once_per_kind'),
        ),
        migrations.AddIndex(
            model_name='match',
            index=models.Index(fields=['-score', 'id'], name='match_best_first'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_policyevent" ("changed_at", "id", "in_force", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "top_k", "weight_give", "weight_take", "weight_topical", "weight_topics") VALUES (NEW."changed_at", NEW."id", NEW."in_force", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."top_k", NEW."weight_give", NEW."weight_take", NEW."weight_topical", NEW."weight_topics"); RETURN NULL;', hash='9e5eba457ad07f3c58f3fe8ad27f01442d9c3caa', operation='INSERT', pgid='pgtrigger_insert_insert_f0092', table='matching_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matching_policyevent" ("changed_at", "id", "in_force", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "top_k", "weight_give", "weight_take", "weight_topical", "weight_topics") VALUES (NEW."changed_at", NEW."id", NEW."in_force", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."top_k", NEW."weight_give", NEW."weight_take", NEW."weight_topical", NEW."weight_topics"); RETURN NULL;', hash='62e7898d9683344c28da694a7f1f1240ed2f5481', operation='UPDATE', pgid='pgtrigger_update_update_98a48', table='matching_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_policyevent" ("changed_at", "id", "in_force", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "top_k", "weight_give", "weight_take", "weight_topical", "weight_topics") VALUES (OLD."changed_at", OLD."id", OLD."in_force", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."top_k", OLD."weight_give", OLD."weight_take", OLD."weight_topical", OLD."weight_topics"); RETURN NULL;', hash='c25f3c2dbcd0e5b95926b3d8e1a68ef339f4cfea', operation='DELETE', pgid='pgtrigger_delete_delete_31746', table='matching_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='introduction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_introductionevent" ("id", "introduced_at", "introduced_by_id", "message", "other_replied_at", "other_reply", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "researcher_replied_at", "researcher_reply") VALUES (NEW."id", NEW."introduced_at", NEW."introduced_by_id", NEW."message", NEW."other_replied_at", NEW."other_reply", NEW."pair_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."researcher_replied_at", NEW."researcher_reply"); RETURN NULL;', hash='9e34cfec4be0b04794c3312358bdb863fb509928', operation='INSERT', pgid='pgtrigger_insert_insert_ba588', table='matching_introduction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='introduction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matching_introductionevent" ("id", "introduced_at", "introduced_by_id", "message", "other_replied_at", "other_reply", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "researcher_replied_at", "researcher_reply") VALUES (NEW."id", NEW."introduced_at", NEW."introduced_by_id", NEW."message", NEW."other_replied_at", NEW."other_reply", NEW."pair_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."researcher_replied_at", NEW."researcher_reply"); RETURN NULL;', hash='f23c49a8f17502514726f291f7dcf91f1dd67896', operation='UPDATE', pgid='pgtrigger_update_update_28baf', table='matching_introduction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='introduction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_introductionevent" ("id", "introduced_at", "introduced_by_id", "message", "other_replied_at", "other_reply", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "researcher_replied_at", "researcher_reply") VALUES (OLD."id", OLD."introduced_at", OLD."introduced_by_id", OLD."message", OLD."other_replied_at", OLD."other_reply", OLD."pair_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."researcher_replied_at", OLD."researcher_reply"); RETURN NULL;', hash='d5921baeacca829ad5706d4d6577952b777c8876', operation='DELETE', pgid='pgtrigger_delete_delete_1cc44', table='matching_introduction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_decisionevent" ("action", "decided_at", "decided_by_id", "id", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."action", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."pair_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='12bf6aacf721b34da89942ccfeb8d7ee11f38274', operation='INSERT', pgid='pgtrigger_insert_insert_32497', table='matching_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matching_decisionevent" ("action", "decided_at", "decided_by_id", "id", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."action", NEW."decided_at", NEW."decided_by_id", NEW."id", NEW."pair_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='708a215066a85f0999bc1e30580479d362403fba', operation='UPDATE', pgid='pgtrigger_update_update_70421', table='matching_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_decisionevent" ("action", "decided_at", "decided_by_id", "id", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."action", OLD."decided_at", OLD."decided_by_id", OLD."id", OLD."pair_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='07b64bc9b03aea999af000bd5c60857767604b1d', operation='DELETE', pgid='pgtrigger_delete_delete_499db', table='matching_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reaction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_reactionevent" ("changed_at", "id", "note", "opinion", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "researcher_id") VALUES (NEW."changed_at", NEW."id", NEW."note", NEW."opinion", NEW."pair_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."researcher_id"); RETURN NULL;', hash='0e096321b88cc91b7844a3916568c649e4a6cdb5', operation='INSERT', pgid='pgtrigger_insert_insert_e427c', table='matching_reaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reaction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matching_reactionevent" ("changed_at", "id", "note", "opinion", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "researcher_id") VALUES (NEW."changed_at", NEW."id", NEW."note", NEW."opinion", NEW."pair_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."researcher_id"); RETURN NULL;', hash='c08734bd43c26be30bdf835b0f81c6ce1ec6f4b8', operation='UPDATE', pgid='pgtrigger_update_update_d1bae', table='matching_reaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reaction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matching_reactionevent" ("changed_at", "id", "note", "opinion", "pair_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "researcher_id") VALUES (OLD."changed_at", OLD."id", OLD."note", OLD."opinion", OLD."pair_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."researcher_id"); RETURN NULL;', hash='1272d02bd07c98b90c53c786105e271b155081c8', operation='DELETE', pgid='pgtrigger_delete_delete_630fe', table='matching_reaction', when='AFTER')),
        ),
    ]
