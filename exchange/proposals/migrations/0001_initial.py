import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import exchange.dossiers.models.attachments
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0002_consent_notice_v1'),
        ('people', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('year', models.CharField(max_length=20, verbose_name='budget year')),
                ('category', models.CharField(choices=[('personnel', 'Personnel'), ('equipment', 'Equipment and facilities'), ('materials', 'Materials'), ('travel', 'Travel and exchange'), ('services', 'Services and sub-contracts'), ('indirect', 'Indirect costs')], max_length=10, verbose_name='category')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('currency', models.CharField(choices=[('KRW', 'Korean won'), ('USD', 'US dollar'), ('EUR', 'Euro')], max_length=3, verbose_name='currency')),
            ],
            options={
                'verbose_name': 'budget line',
                'verbose_name_plural': 'budget lines',
                'ordering': ['proposal', 'side', 'year', 'category'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('question', models.CharField(max_length=40, verbose_name='question')),
                ('side', models.CharField(blank=True, choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('value', models.JSONField(null=True, verbose_name='answer')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['proposal', 'stage', 'question', 'side'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('document', models.CharField(max_length=40, verbose_name='document')),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('file', models.FileField(max_length=200, upload_to=exchange.dossiers.models.attachments.attachment_path, verbose_name='file')),
                ('name', models.CharField(max_length=200, verbose_name='name of the file')),
                ('content_type', models.CharField(max_length=100, verbose_name='type, found by its content')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('state', models.CharField(choices=[('current', 'Current'), ('replaced', 'Replaced'), ('removed', 'Removed')], default='current', max_length=8, verbose_name='state')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['proposal', 'document', '-uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the content')),
                ('confirmed_at', models.DateTimeField(auto_now=True, verbose_name='confirmed')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'confirmation',
                'verbose_name_plural': 'confirmations',
            },
        ),
        migrations.CreateModel(
            name='FirstReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_eligible', models.BooleanField(verbose_name='goes on')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('entered_at', models.DateTimeField(auto_now=True, verbose_name='entered')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.agency')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'first review result',
                'verbose_name_plural': 'first review results',
            },
        ),
        migrations.CreateModel(
            name='InformationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.TextField(max_length=4000, verbose_name='what is asked')),
                ('answer_until', models.DateTimeField(verbose_name='answer until')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'request for information',
                'verbose_name_plural': 'requests for information',
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='PairingRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Priorities are being set'), ('closed', 'Priorities are closed'), ('run', 'Matched, waiting for confirmation'), ('confirmed', 'Confirmed')], default='open', max_length=10, verbose_name='state')),
                ('closes_at', models.DateTimeField(verbose_name='priorities close')),
                ('proposing_side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], default='KR', help_text='Of several stable results this side gets its best one.', max_length=2, verbose_name='side that proposes')),
                ('result', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='result')),
                ('run_at', models.DateTimeField(blank=True, null=True, verbose_name='matched')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pairing_round', to='programmes.call')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'matching of concept papers',
                'verbose_name_plural': 'matchings of concept papers',
            },
        ),
        migrations.CreateModel(
            name='PairedPapers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='proposals.pairinground')),
            ],
            options={
                'verbose_name': 'paired concept papers',
                'verbose_name_plural': 'paired concept papers',
            },
        ),
        migrations.CreateModel(
            name='PairingRoundEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('open', 'Priorities are being set'), ('closed', 'Priorities are closed'), ('run', 'Matched, waiting for confirmation'), ('confirmed', 'Confirmed')], default='open', max_length=10, verbose_name='state')),
                ('closes_at', models.DateTimeField(verbose_name='priorities close')),
                ('proposing_side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], default='KR', help_text='Of several stable results this side gets its best one.', max_length=2, verbose_name='side that proposes')),
                ('result', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='result')),
                ('run_at', models.DateTimeField(blank=True, null=True, verbose_name='matched')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('call', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.call')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.pairinground')),
                ('run_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='priorities', to='proposals.pairinground')),
            ],
            options={
                'verbose_name': 'priority',
                'verbose_name_plural': 'priorities',
                'ordering': ['chooser', 'rank'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('asked', 'More information asked'), ('withdrawn', 'Withdrawn'), ('advanced', 'Invited to the next stage'), ('not_advanced', 'Not invited to the next stage')], default='draft', max_length=12, verbose_name='state')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title in English')),
                ('title_ko', models.CharField(blank=True, max_length=300, verbose_name='title in Korean')),
                ('sides', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2), size=None, verbose_name='sides')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='changed')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='last submitted')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was withdrawn')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='programmes.call')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PriorityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.priority')),
                ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.pairinground')),
                ('chooser', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
                ('counterpart', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='priority',
            name='chooser',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='priorities', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='priority',
            name='counterpart',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ranked_by', to='proposals.proposal'),
        ),
        migrations.CreateModel(
            name='PairedPapersEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.pairedpapers')),
                ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.pairinground')),
                ('american', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
                ('joint', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
                ('korean', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='pairedpapers',
            name='american',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paired_as_american', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='pairedpapers',
            name='joint',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paired_from', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='pairedpapers',
            name='korean',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paired_as_korean', to='proposals.proposal'),
        ),
        migrations.CreateModel(
            name='InformationRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('text', models.TextField(max_length=4000, verbose_name='what is asked')),
                ('answer_until', models.DateTimeField(verbose_name='answer until')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.informationrequest')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='information_requests', to='proposals.proposal'),
        ),
        migrations.CreateModel(
            name='FirstReviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_eligible', models.BooleanField(verbose_name='goes on')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('entered_at', models.DateTimeField(auto_now=True, verbose_name='entered')),
                ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.agency')),
                ('entered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.firstreview')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='firstreview',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='first_reviews', to='proposals.proposal'),
        ),
        migrations.CreateModel(
            name='ConfirmationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the content')),
                ('confirmed_at', models.DateTimeField(auto_now=True, verbose_name='confirmed')),
                ('confirmed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.confirmation')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='confirmation',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='proposals.proposal'),
        ),
        migrations.CreateModel(
            name='BudgetLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('year', models.CharField(max_length=20, verbose_name='budget year')),
                ('category', models.CharField(choices=[('personnel', 'Personnel'), ('equipment', 'Equipment and facilities'), ('materials', 'Materials'), ('travel', 'Travel and exchange'), ('services', 'Services and sub-contracts'), ('indirect', 'Indirect costs')], max_length=10, verbose_name='category')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('currency', models.CharField(choices=[('KRW', 'Korean won'), ('USD', 'US dollar'), ('EUR', 'Euro')], max_length=3, verbose_name='currency')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.budgetline')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='budgetline',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='proposals.proposal'),
        ),
        migrations.CreateModel(
            name='AttachmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('document', models.CharField(max_length=40, verbose_name='document')),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('file', models.FileField(max_length=200, upload_to=exchange.dossiers.models.attachments.attachment_path, verbose_name='file')),
                ('name', models.CharField(max_length=200, verbose_name='name of the file')),
                ('content_type', models.CharField(max_length=100, verbose_name='type, found by its content')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('state', models.CharField(choices=[('current', 'Current'), ('replaced', 'Replaced'), ('removed', 'Removed')], default='current', max_length=8, verbose_name='state')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.attachment')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='attachment',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='proposals.proposal'),
        ),
        migrations.CreateModel(
            name='AnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('question', models.CharField(max_length=40, verbose_name='question')),
                ('side', models.CharField(blank=True, choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('value', models.JSONField(null=True, verbose_name='answer')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('changed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.answer')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='proposals.proposal'),
        ),
        migrations.CreateModel(
            name='ProposalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('asked', 'More information asked'), ('withdrawn', 'Withdrawn'), ('advanced', 'Invited to the next stage'), ('not_advanced', 'Not invited to the next stage')], default='draft', max_length=12, verbose_name='state')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title in English')),
                ('title_ko', models.CharField(blank=True, max_length=300, verbose_name='title in Korean')),
                ('sides', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2), size=None, verbose_name='sides')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='last submitted')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was withdrawn')),
                ('call', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.call')),
                ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.proposal')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='stage')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('receipt', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='receipt')),
                ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='content')),
                ('digest', models.CharField(max_length=64, verbose_name='digest of the content')),
                ('is_late', models.BooleanField(default=False, verbose_name='with a late-entry code')),
                ('submitted_at', models.DateTimeField(db_index=True, verbose_name='submitted')),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='programmes.callversion')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='proposals.proposal')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ['proposal', 'stage', '-number'],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('role', models.CharField(choices=[('pi', 'Principal investigator'), ('co_pi', 'Co-principal investigator'), ('member', 'Member')], max_length=6, verbose_name='role')),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('removed', 'Removed')], default='invited', max_length=8, verbose_name='state')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('organisation', models.CharField(blank=True, max_length=300, verbose_name='organisation')),
                ('invited_at', models.DateTimeField(auto_now_add=True, verbose_name='invited')),
                ('replied_at', models.DateTimeField(blank=True, null=True, verbose_name='replied')),
                ('projects_at_once', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='funded projects now, without this one')),
                ('projects_as_pi', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='of these as principal investigator')),
                ('last_collaboration_on', models.DateField(blank=True, null=True, verbose_name='last funded collaboration with the other country')),
                ('foreign_support', models.TextField(blank=True, help_text='“None” is an answer.', max_length=2000, verbose_name='support from foreign governments or bodies')),
                ('signed_off_at', models.DateTimeField(blank=True, null=True, verbose_name='signed off')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='proposals.proposal')),
                ('researcher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='memberships', to='people.researcher')),
            ],
            options={
                'verbose_name': 'team member',
                'verbose_name_plural': 'team members',
                'ordering': ['proposal', 'side', 'role', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TeamMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('role', models.CharField(choices=[('pi', 'Principal investigator'), ('co_pi', 'Co-principal investigator'), ('member', 'Member')], max_length=6, verbose_name='role')),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('removed', 'Removed')], default='invited', max_length=8, verbose_name='state')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('organisation', models.CharField(blank=True, max_length=300, verbose_name='organisation')),
                ('invited_at', models.DateTimeField(auto_now_add=True, verbose_name='invited')),
                ('replied_at', models.DateTimeField(blank=True, null=True, verbose_name='replied')),
                ('projects_at_once', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='funded projects now, without this one')),
                ('projects_as_pi', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='of these as principal investigator')),
                ('last_collaboration_on', models.DateField(blank=True, null=True, verbose_name='last funded collaboration with the other country')),
                ('foreign_support', models.TextField(blank=True, help_text='“None” is an answer.', max_length=2000, verbose_name='support from foreign governments or bodies')),
                ('signed_off_at', models.DateTimeField(blank=True, null=True, verbose_name='signed off')),
                ('invited_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.teammember')),
                ('proposal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.proposal')),
                ('researcher', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.researcher')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['call', 'stage', 'state'], name='proposal_by_call'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('sides__len__gte', 1)), name='proposal_has_a_side'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.UniqueConstraint(fields=('round', 'chooser', 'counterpart'), name='priority_counterpart_once'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('round', 'chooser', 'rank'), name='priority_rank_once'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='priority_rank_from_one'),
        ),
        migrations.AddConstraint(
            model_name='informationrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('proposal',), name='information_request_one_open', violation_error_message='Something is asked already and not answered yet.'),
        ),
        migrations.AddConstraint(
            model_name='firstreview',
            constraint=models.UniqueConstraint(fields=('proposal', 'agency'), name='first_review_once_per_agency'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.UniqueConstraint(fields=('proposal', 'stage', 'side'), name='confirmation_once_per_side'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(fields=('proposal', 'side', 'year', 'category'), name='budget_line_once'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gte', 0)), name='budget_line_not_negative', violation_error_message='An amount cannot be negative.'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('proposal', 'stage', 'document', 'side'), name='attachment_one_current'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('proposal', 'stage', 'question', 'side'), name='answer_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('proposal', 'stage', 'number'), name='submission_number_once'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'pi'), ('state__in', ('invited', 'accepted'))), fields=('proposal', 'side'), name='team_one_pi_per_side', violation_error_message='This side has its principal investigator already.'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('invited', 'accepted')), ('researcher__isnull', False)), fields=('proposal', 'researcher'), name='team_person_once', violation_error_message='This person is in the team already.'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('proposal'), condition=models.Q(('state__in', ('invited', 'accepted'))), name='team_address_once', violation_error_message='This person is in the team already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairinground',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_pairingroundevent" ("call_id", "closes_at", "confirmed_at", "confirmed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposing_side", "result", "run_at", "run_by_id", "state") VALUES (NEW."call_id", NEW."closes_at", NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposing_side", NEW."result", NEW."run_at", NEW."run_by_id", NEW."state"); RETURN NULL;', hash='f0f96623f4ead42e5bb64b6bb04be9aedae45928', operation='INSERT', pgid='pgtrigger_insert_insert_a4d96', table='proposals_pairinground', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairinground',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_pairingroundevent" ("call_id", "closes_at", "confirmed_at", "confirmed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposing_side", "result", "run_at", "run_by_id", "state") VALUES (NEW."call_id", NEW."closes_at", NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposing_side", NEW."result", NEW."run_at", NEW."run_by_id", NEW."state"); RETURN NULL;', hash='9193d873de71041d9e724175a85dac0dffd8cc00', operation='UPDATE', pgid='pgtrigger_update_update_87f10', table='proposals_pairinground', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairinground',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_pairingroundevent" ("call_id", "closes_at", "confirmed_at", "confirmed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposing_side", "result", "run_at", "run_by_id", "state") VALUES (OLD."call_id", OLD."closes_at", OLD."confirmed_at", OLD."confirmed_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposing_side", OLD."result", OLD."run_at", OLD."run_by_id", OLD."state"); RETURN NULL;', hash='85611ac86115bfc2fa8d4fd6dec5542f843463bf', operation='DELETE', pgid='pgtrigger_delete_delete_77bfc', table='proposals_pairinground', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("call_id", "changed_at", "created_at", "created_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sides", "stage", "state", "submitted_at", "title_en", "title_ko", "withdrawn_reason") VALUES (NEW."call_id", NEW."changed_at", NEW."created_at", NEW."created_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."sides", NEW."stage", NEW."state", NEW."submitted_at", NEW."title_en", NEW."title_ko", NEW."withdrawn_reason"); RETURN NULL;', hash='b66bdd3c0e59080a4ed20c1d4813113a5323ba26', operation='INSERT', pgid='pgtrigger_insert_insert_25461', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_proposalevent" ("call_id", "changed_at", "created_at", "created_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sides", "stage", "state", "submitted_at", "title_en", "title_ko", "withdrawn_reason") VALUES (NEW."call_id", NEW."changed_at", NEW."created_at", NEW."created_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."sides", NEW."stage", NEW."state", NEW."submitted_at", NEW."title_en", NEW."title_ko", NEW."withdrawn_reason"); RETURN NULL;', hash='d4a7b26147fc121689e87879c35595f52ffe3884', operation='UPDATE', pgid='pgtrigger_update_update_e91a6', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("call_id", "changed_at", "created_at", "created_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sides", "stage", "state", "submitted_at", "title_en", "title_ko", "withdrawn_reason") VALUES (OLD."call_id", OLD."changed_at", OLD."created_at", OLD."created_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."sides", OLD."stage", OLD."state", OLD."submitted_at", OLD."title_en", OLD."title_ko", OLD."withdrawn_reason"); RETURN NULL;', hash='fcdf1fcf69a1f00ca07a8dc3f343ba58b96e4a16', operation='DELETE', pgid='pgtrigger_delete_delete_2716c', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='priority',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_priorityevent" ("chooser_id", "counterpart_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "round_id") VALUES (NEW."chooser_id", NEW."counterpart_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."round_id"); RETURN NULL;', hash='2324116aa5d1813f9181ab70030322c44bcd17ae', operation='INSERT', pgid='pgtrigger_insert_insert_4fce4', table='proposals_priority', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='priority',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_priorityevent" ("chooser_id", "counterpart_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "round_id") VALUES (NEW."chooser_id", NEW."counterpart_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."round_id"); RETURN NULL;', hash='2f5cd91c4dcb7a0c6ec768ccb4ad1e993c111e0e', operation='UPDATE', pgid='pgtrigger_update_update_8c4c7', table='proposals_priority', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='priority',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_priorityevent" ("chooser_id", "counterpart_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "round_id") VALUES (OLD."chooser_id", OLD."counterpart_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rank", OLD."round_id"); RETURN NULL;', hash='251d1bcce392aae729b318a18ee218298099ed47', operation='DELETE', pgid='pgtrigger_delete_delete_ee063', table='proposals_priority', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairedpapers',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_pairedpapersevent" ("american_id", "id", "joint_id", "korean_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id") VALUES (NEW."american_id", NEW."id", NEW."joint_id", NEW."korean_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id"); RETURN NULL;', hash='fa34952bde7b7fb5a0746899a6202ba20bdf551c', operation='INSERT', pgid='pgtrigger_insert_insert_a57e6', table='proposals_pairedpapers', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairedpapers',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_pairedpapersevent" ("american_id", "id", "joint_id", "korean_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id") VALUES (NEW."american_id", NEW."id", NEW."joint_id", NEW."korean_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id"); RETURN NULL;', hash='d5d20dedec57644a3797052778768966d5aca603', operation='UPDATE', pgid='pgtrigger_update_update_9fa13', table='proposals_pairedpapers', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairedpapers',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_pairedpapersevent" ("american_id", "id", "joint_id", "korean_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id") VALUES (OLD."american_id", OLD."id", OLD."joint_id", OLD."korean_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id"); RETURN NULL;', hash='a6675de438915adc7cd1c111edfd86dc5dcb5b6c', operation='DELETE', pgid='pgtrigger_delete_delete_134f1', table='proposals_pairedpapers', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='informationrequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_informationrequestevent" ("answer", "answer_until", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "public_id", "text") VALUES (NEW."answer", NEW."answer_until", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."public_id", NEW."text"); RETURN NULL;', hash='f1978110e6f67b631bbe24faeec0f51aff32e1cf', operation='INSERT', pgid='pgtrigger_insert_insert_b4111', table='proposals_informationrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='informationrequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_informationrequestevent" ("answer", "answer_until", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "public_id", "text") VALUES (NEW."answer", NEW."answer_until", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."asked_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."public_id", NEW."text"); RETURN NULL;', hash='f899dffaaba8ac4fcad9f2ed41ea6e76960ff3af', operation='UPDATE', pgid='pgtrigger_update_update_f5326', table='proposals_informationrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='informationrequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_informationrequestevent" ("answer", "answer_until", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "public_id", "text") VALUES (OLD."answer", OLD."answer_until", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."asked_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."public_id", OLD."text"); RETURN NULL;', hash='ff62ab663b8cf5fd7777426ca6c3cc6e705d76cf', operation='DELETE', pgid='pgtrigger_delete_delete_a75c7', table='proposals_informationrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='firstreview',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_firstreviewevent" ("agency_id", "entered_at", "entered_by_id", "id", "is_eligible", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reason") VALUES (NEW."agency_id", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."is_eligible", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."reason"); RETURN NULL;', hash='af3edf8b92b6bac5dfa0891095ad62c2adaadf29', operation='INSERT', pgid='pgtrigger_insert_insert_de62e', table='proposals_firstreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='firstreview',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_firstreviewevent" ("agency_id", "entered_at", "entered_by_id", "id", "is_eligible", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reason") VALUES (NEW."agency_id", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."is_eligible", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."reason"); RETURN NULL;', hash='9673d537a794ffbdfa2fd85f560fc4097ddab850', operation='UPDATE', pgid='pgtrigger_update_update_e79ac', table='proposals_firstreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='firstreview',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_firstreviewevent" ("agency_id", "entered_at", "entered_by_id", "id", "is_eligible", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reason") VALUES (OLD."agency_id", OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."is_eligible", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."reason"); RETURN NULL;', hash='c70cb250a0d81af351afa50dc656f77fbfab6e42', operation='DELETE', pgid='pgtrigger_delete_delete_9ec87', table='proposals_firstreview', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='confirmation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_confirmationevent" ("confirmed_at", "confirmed_by_id", "digest", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "side", "stage") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."digest", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."side", NEW."stage"); RETURN NULL;', hash='95e003abe275498d5b458aef87759e1b384c10b1', operation='INSERT', pgid='pgtrigger_insert_insert_66ee4', table='proposals_confirmation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='confirmation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_confirmationevent" ("confirmed_at", "confirmed_by_id", "digest", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "side", "stage") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."digest", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."side", NEW."stage"); RETURN NULL;', hash='b2ba719ef61118245bb6039613b1b1888ffea3c1', operation='UPDATE', pgid='pgtrigger_update_update_db161', table='proposals_confirmation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='confirmation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_confirmationevent" ("confirmed_at", "confirmed_by_id", "digest", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "side", "stage") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."digest", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."side", OLD."stage"); RETURN NULL;', hash='c4f35d0782ab65b3161c3cec5e6b42dc8cebc42a', operation='DELETE', pgid='pgtrigger_delete_delete_2ed43', table='proposals_confirmation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_budgetlineevent" ("amount_minor", "category", "currency", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "side", "year") VALUES (NEW."amount_minor", NEW."category", NEW."currency", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."side", NEW."year"); RETURN NULL;', hash='7281570df4ca147504844a6e6405dda504ef3a40', operation='INSERT', pgid='pgtrigger_insert_insert_a2f3d', table='proposals_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_budgetlineevent" ("amount_minor", "category", "currency", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "side", "year") VALUES (NEW."amount_minor", NEW."category", NEW."currency", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."side", NEW."year"); RETURN NULL;', hash='79326c90b07b5e3c625c40783377e17f311ac0ae', operation='UPDATE', pgid='pgtrigger_update_update_749bf', table='proposals_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='budgetline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_budgetlineevent" ("amount_minor", "category", "currency", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "side", "year") VALUES (OLD."amount_minor", OLD."category", OLD."currency", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."side", OLD."year"); RETURN NULL;', hash='ddef5195a4afd76160dcc00c7cf0e0adf9245272', operation='DELETE', pgid='pgtrigger_delete_delete_14043', table='proposals_budgetline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_attachmentevent" ("content_type", "document", "file", "id", "name", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "public_id", "sha256", "side", "size", "stage", "state", "uploaded_at", "uploaded_by_id") VALUES (NEW."content_type", NEW."document", NEW."file", NEW."id", NEW."name", NEW."pages", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."public_id", NEW."sha256", NEW."side", NEW."size", NEW."stage", NEW."state", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='1154734612d7305432cc62f93c213775931a6d71', operation='INSERT', pgid='pgtrigger_insert_insert_2b042', table='proposals_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_attachmentevent" ("content_type", "document", "file", "id", "name", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "public_id", "sha256", "side", "size", "stage", "state", "uploaded_at", "uploaded_by_id") VALUES (NEW."content_type", NEW."document", NEW."file", NEW."id", NEW."name", NEW."pages", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."public_id", NEW."sha256", NEW."side", NEW."size", NEW."stage", NEW."state", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='faedc26adefbc7ec2dd75f6475756af4704e1d02', operation='UPDATE', pgid='pgtrigger_update_update_2c0e1', table='proposals_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_attachmentevent" ("content_type", "document", "file", "id", "name", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "public_id", "sha256", "side", "size", "stage", "state", "uploaded_at", "uploaded_by_id") VALUES (OLD."content_type", OLD."document", OLD."file", OLD."id", OLD."name", OLD."pages", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."public_id", OLD."sha256", OLD."side", OLD."size", OLD."stage", OLD."state", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;', hash='00a0162a961b8b7535b6801ae9949e4e9c9a4c15', operation='DELETE', pgid='pgtrigger_delete_delete_48b9d', table='proposals_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_answerevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "question", "side", "stage", "value", "version") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."question", NEW."side", NEW."stage", NEW."value", NEW."version"); RETURN NULL;', hash='b29aa43666783ea3f512f138a19ecd7afca01405', operation='INSERT', pgid='pgtrigger_insert_insert_05d6d', table='proposals_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_answerevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "question", "side", "stage", "value", "version") VALUES (NEW."changed_at", NEW."changed_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."question", NEW."side", NEW."stage", NEW."value", NEW."version"); RETURN NULL;', hash='c854023cb004971139879e4e767b0b1aee073a00', operation='UPDATE', pgid='pgtrigger_update_update_53a19', table='proposals_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_answerevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "question", "side", "stage", "value", "version") VALUES (OLD."changed_at", OLD."changed_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."question", OLD."side", OLD."stage", OLD."value", OLD."version"); RETURN NULL;', hash='7afacc6528162cf64ba269dc6aab13a0b576bec5', operation='DELETE', pgid='pgtrigger_delete_delete_42b54', table='proposals_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='submission_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."proposal_id" IS DISTINCT FROM (NEW."proposal_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."receipt" IS DISTINCT FROM (NEW."receipt") OR OLD."call_version_id" IS DISTINCT FROM (NEW."call_version_id") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6362776d2372fc0c5b0cb6ba08e1f4e7aa03ff69', operation='UPDATE', pgid='pgtrigger_submission_never_changes_a4650', table='proposals_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='submission_never_goes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ea5a28ba0b2c562a43b4c899bb34098439875b86', operation='DELETE', pgid='pgtrigger_submission_never_goes_de8b3', table='proposals_submission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teammember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_teammemberevent" ("email", "foreign_support", "id", "invited_at", "invited_by_id", "last_collaboration_on", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "projects_as_pi", "projects_at_once", "proposal_id", "public_id", "replied_at", "researcher_id", "role", "side", "signed_off_at", "state") VALUES (NEW."email", NEW."foreign_support", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."last_collaboration_on", NEW."name", NEW."organisation", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."projects_as_pi", NEW."projects_at_once", NEW."proposal_id", NEW."public_id", NEW."replied_at", NEW."researcher_id", NEW."role", NEW."side", NEW."signed_off_at", NEW."state"); RETURN NULL;', hash='bbdd5ab7270867e9f8ff225035fdde411776a4ae', operation='INSERT', pgid='pgtrigger_insert_insert_c26bd', table='proposals_teammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teammember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_teammemberevent" ("email", "foreign_support", "id", "invited_at", "invited_by_id", "last_collaboration_on", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "projects_as_pi", "projects_at_once", "proposal_id", "public_id", "replied_at", "researcher_id", "role", "side", "signed_off_at", "state") VALUES (NEW."email", NEW."foreign_support", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."last_collaboration_on", NEW."name", NEW."organisation", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."projects_as_pi", NEW."projects_at_once", NEW."proposal_id", NEW."public_id", NEW."replied_at", NEW."researcher_id", NEW."role", NEW."side", NEW."signed_off_at", NEW."state"); RETURN NULL;', hash='f98e402de621e0ac11cc9889baed2aa643482219', operation='UPDATE', pgid='pgtrigger_update_update_6236c', table='proposals_teammember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teammember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_teammemberevent" ("email", "foreign_support", "id", "invited_at", "invited_by_id", "last_collaboration_on", "name", "organisation", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "projects_as_pi", "projects_at_once", "proposal_id", "public_id", "replied_at", "researcher_id", "role", "side", "signed_off_at", "state") VALUES (OLD."email", OLD."foreign_support", OLD."id", OLD."invited_at", OLD."invited_by_id", OLD."last_collaboration_on", OLD."name", OLD."organisation", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."projects_as_pi", OLD."projects_at_once", OLD."proposal_id", OLD."public_id", OLD."replied_at", OLD."researcher_id", OLD."role", OLD."side", OLD."signed_off_at", OLD."state"); RETURN NULL;', hash='e6ba6ddf25b8f358ff345d7a2d5e70ca1e524bf4', operation='DELETE', pgid='pgtrigger_delete_delete_db6cb', table='proposals_teammember', when='AFTER')),
        ),
    ]
