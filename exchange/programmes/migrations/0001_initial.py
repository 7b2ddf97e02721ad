import django.contrib.postgres.fields
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import exchange.people.models.user
import exchange.programmes.models.call
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
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='e.g. iitp; part of addresses', max_length=20, unique=True, verbose_name='short name')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_ko', models.CharField(max_length=200, verbose_name='name in Korean')),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('en', 'English'), ('ko', 'Korean')], max_length=5), default=list, size=None, verbose_name='languages')),
                ('time_zone', models.CharField(default='Asia/Seoul', max_length=64, validators=[exchange.people.models.user.validate_time_zone], verbose_name='time zone')),
                ('currency', models.CharField(choices=[('KRW', 'Korean won'), ('USD', 'US dollar'), ('EUR', 'Euro')], max_length=3, verbose_name='currency')),
                ('website', models.URLField(blank=True, verbose_name='website')),
            ],
            options={
                'verbose_name': 'agency',
                'verbose_name_plural': 'agencies',
                'ordering': ['name_en'],
            },
        ),
        migrations.CreateModel(
            name='AgencyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, help_text='e.g. iitp; part of addresses', max_length=20, verbose_name='short name')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_ko', models.CharField(max_length=200, verbose_name='name in Korean')),
                ('side', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='side')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('en', 'English'), ('ko', 'Korean')], max_length=5), default=list, size=None, verbose_name='languages')),
                ('time_zone', models.CharField(default='Asia/Seoul', max_length=64, validators=[exchange.people.models.user.validate_time_zone], verbose_name='time zone')),
                ('currency', models.CharField(choices=[('KRW', 'Korean won'), ('USD', 'US dollar'), ('EUR', 'Euro')], max_length=3, verbose_name='currency')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.agency')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgencyOfficer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=100, verbose_name='office')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='officers', to='programmes.agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agency_offices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'agency officer',
                'verbose_name_plural': 'agency officers',
                'ordering': ['agency', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AgencyOfficerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(blank=True, max_length=100, verbose_name='office')),
                ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.agency')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.agencyofficer')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('closed', 'Closed')], default='draft', max_length=10, verbose_name='state')),
                ('title_en', models.CharField(max_length=300, verbose_name='title in English')),
                ('title_ko', models.CharField(blank=True, max_length=300, verbose_name='title in Korean')),
                ('draft', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='definition being edited')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='revision of the draft')),
                ('is_example', models.BooleanField(default=False, verbose_name='example, check the official notice')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(auto_now=True, db_index=True, verbose_name='changed')),
                ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='copies', to='programmes.call')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CallVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='definition')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what changed')),
                ('published_at', models.DateTimeField(auto_now_add=True, verbose_name='published')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='programmes.call')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'version of a call',
                'verbose_name_plural': 'versions of calls',
                'ordering': ['call', '-number'],
            },
        ),
        migrations.AddField(
            model_name='call',
            name='version',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.callversion'),
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('call', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='programmes.call')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='LateCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=exchange.programmes.models.call.new_code, max_length=12, unique=True, verbose_name='code')),
                ('uses_left', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0)], verbose_name='uses left')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'late-entry code',
                'verbose_name_plural': 'late-entry codes',
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_ko', models.CharField(max_length=200, verbose_name='name in Korean')),
                ('summary_en', models.TextField(blank=True, max_length=4000, verbose_name='summary in English')),
                ('summary_ko', models.TextField(blank=True, max_length=4000, verbose_name='summary in Korean')),
                ('starts_on', models.DateField(verbose_name='starts')),
                ('ends_on', models.DateField(verbose_name='ends')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('agencies', models.ManyToManyField(related_name='programmes', to='programmes.agency', verbose_name='agencies')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'ordering': ['-starts_on', 'name_en'],
            },
        ),
        migrations.CreateModel(
            name='CallEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('closed', 'Closed')], default='draft', max_length=10, verbose_name='state')),
                ('title_en', models.CharField(max_length=300, verbose_name='title in English')),
                ('title_ko', models.CharField(blank=True, max_length=300, verbose_name='title in Korean')),
                ('draft', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='definition being edited')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='revision of the draft')),
                ('is_example', models.BooleanField(default=False, verbose_name='example, check the official notice')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('copied_from', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.call')),
                ('created_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.call')),
                ('version', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.callversion')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.programme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='call',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='programmes.programme'),
        ),
        migrations.CreateModel(
            name='ProgrammeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_ko', models.CharField(max_length=200, verbose_name='name in Korean')),
                ('summary_en', models.TextField(blank=True, max_length=4000, verbose_name='summary in English')),
                ('summary_ko', models.TextField(blank=True, max_length=4000, verbose_name='summary in Korean')),
                ('starts_on', models.DateField(verbose_name='starts')),
                ('ends_on', models.DateField(verbose_name='ends')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.programme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProgrammeManager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managed', to='programmes.agencyofficer')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managers', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'programme manager',
                'verbose_name_plural': 'programme managers',
            },
        ),
        migrations.CreateModel(
            name='ProgrammeManagerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.agencyofficer')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.programmemanager')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.programme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProgrammeTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_ko', models.CharField(max_length=200, verbose_name='name in Korean')),
                ('text_en', models.TextField(blank=True, max_length=4000, verbose_name='description in English')),
                ('text_ko', models.TextField(blank=True, max_length=4000, verbose_name='description in Korean')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='programmes.programme')),
                ('research_topics', models.ManyToManyField(blank=True, related_name='+', to='people.topic', verbose_name='research topics')),
            ],
            options={
                'verbose_name': 'programme topic',
                'verbose_name_plural': 'programme topics',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='call',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='calls', to='programmes.programmetopic', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='ProgrammeTopicEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_ko', models.CharField(max_length=200, verbose_name='name in Korean')),
                ('text_en', models.TextField(blank=True, max_length=4000, verbose_name='description in English')),
                ('text_ko', models.TextField(blank=True, max_length=4000, verbose_name='description in Korean')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.programmetopic')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.programme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='kind')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place in the order')),
                ('opens_at', models.DateTimeField(verbose_name='opens')),
                ('closes_at', models.DateTimeField(db_index=True, verbose_name='closes')),
                ('time_zone', models.CharField(max_length=64, validators=[exchange.people.models.user.validate_time_zone], verbose_name='time zone of the notice')),
                ('by_invitation', models.BooleanField(default=False, verbose_name='by invitation')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='programmes.call')),
            ],
            options={
                'verbose_name': 'stage',
                'verbose_name_plural': 'stages',
                'ordering': ['call', 'place'],
            },
        ),
        migrations.CreateModel(
            name='LateCodeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(default=exchange.programmes.models.call.new_code, max_length=12, verbose_name='code')),
                ('uses_left', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0)], verbose_name='uses left')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.latecode')),
                ('stage', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.stage')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='latecode',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late_codes', to='programmes.stage'),
        ),
        migrations.CreateModel(
            name='StageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('concept_paper', 'Concept paper'), ('white_paper', 'White paper'), ('full_proposal', 'Full proposal'), ('presentation', 'Presentation')], max_length=15, verbose_name='kind')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place in the order')),
                ('opens_at', models.DateTimeField(verbose_name='opens')),
                ('closes_at', models.DateTimeField(verbose_name='closes')),
                ('time_zone', models.CharField(max_length=64, validators=[exchange.people.models.user.validate_time_zone], verbose_name='time zone of the notice')),
                ('by_invitation', models.BooleanField(default=False, verbose_name='by invitation')),
                ('call', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.call')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.stage')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StageExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_closes_at', models.DateTimeField(verbose_name='closed before at')),
                ('new_closes_at', models.DateTimeField(verbose_name='closes now at')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('extended_at', models.DateTimeField(auto_now_add=True, verbose_name='extended')),
                ('extended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='programmes.stage')),
            ],
            options={
                'verbose_name': 'extension',
                'verbose_name_plural': 'extensions',
                'ordering': ['-extended_at'],
            },
        ),
        migrations.CreateModel(
            name='StageExtensionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('old_closes_at', models.DateTimeField(verbose_name='closed before at')),
                ('new_closes_at', models.DateTimeField(verbose_name='closes now at')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('extended_at', models.DateTimeField(auto_now_add=True, verbose_name='extended')),
                ('extended_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.stageextension')),
                ('stage', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.stage')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='YearBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='fiscal year')),
                ('currency', models.CharField(choices=[('KRW', 'Korean won'), ('USD', 'US dollar'), ('EUR', 'Euro')], max_length=3, verbose_name='currency')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('committed_minor', models.BigIntegerField(default=0, editable=False, verbose_name='promised, in minor units')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='programmes.agency')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budgets', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'budget of a year',
                'verbose_name_plural': 'budgets of years',
                'ordering': ['programme', 'agency', 'fiscal_year'],
            },
        ),
        migrations.CreateModel(
            name='CommitmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('call', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.call')),
                ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.commitment')),
                ('budget', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.yearbudget')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='commitment',
            name='budget',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='programmes.yearbudget'),
        ),
        migrations.CreateModel(
            name='YearBudgetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='fiscal year')),
                ('currency', models.CharField(choices=[('KRW', 'Korean won'), ('USD', 'US dollar'), ('EUR', 'Euro')], max_length=3, verbose_name='currency')),
                ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.agency')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programmes.yearbudget')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programmes.programme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='agencyofficer',
            constraint=models.UniqueConstraint(fields=('agency', 'user'), name='officer_once'),
        ),
        migrations.AddConstraint(
            model_name='callversion',
            constraint=models.UniqueConstraint(fields=('call', 'number'), name='call_version_once'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='programme_dates_in_order', violation_error_message='The end lies before the start.'),
        ),
        migrations.AddConstraint(
            model_name='programmemanager',
            constraint=models.UniqueConstraint(fields=('programme', 'officer'), name='programme_manager_once'),
        ),
        migrations.AddConstraint(
            model_name='programmetopic',
            constraint=models.UniqueConstraint(fields=('programme', 'name_en'), name='programme_topic_once'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('version__isnull', False), _connector='OR'), name='call_published_has_version'),
        ),
        migrations.AddConstraint(
            model_name='stage',
            constraint=models.UniqueConstraint(fields=('call', 'kind'), name='stage_once'),
        ),
        migrations.AddConstraint(
            model_name='stage',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='stage_window_in_order', violation_error_message='A stage must close after it opens.'),
        ),
        migrations.AddConstraint(
            model_name='stageextension',
            constraint=models.CheckConstraint(condition=models.Q(('new_closes_at__gt', models.F('old_closes_at'))), name='extension_moves_back', violation_error_message='An extension must end later than before.'),
        ),
        migrations.AddConstraint(
            model_name='yearbudget',
            constraint=models.UniqueConstraint(fields=('programme', 'agency', 'fiscal_year'), name='year_budget_once'),
        ),
        migrations.AddConstraint(
            model_name='yearbudget',
            constraint=models.CheckConstraint(condition=models.Q(('committed_minor__gte', 0), ('committed_minor__lte', models.F('amount_minor'))), name='year_budget_not_exceeded', violation_error_message='More is promised for this year than its budget holds.'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='commitment_positive', violation_error_message='An amount above zero is needed.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_agencyevent" ("code", "currency", "id", "languages", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "time_zone", "website") VALUES (NEW."code", NEW."currency", NEW."id", NEW."languages", NEW."name_en", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."side", NEW."time_zone", NEW."website"); RETURN NULL;', hash='c20cbda1f8611d790545973faff4eefea89e5e99', operation='INSERT', pgid='pgtrigger_insert_insert_6ef28', table='programmes_agency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_agencyevent" ("code", "currency", "id", "languages", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "time_zone", "website") VALUES (NEW."code", NEW."currency", NEW."id", NEW."languages", NEW."name_en", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."side", NEW."time_zone", NEW."website"); RETURN NULL;', hash='3f1723a54c9f1527ff31762128013cccf1b7b50d', operation='UPDATE', pgid='pgtrigger_update_update_7694a', table='programmes_agency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_agencyevent" ("code", "currency", "id", "languages", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "time_zone", "website") VALUES (OLD."code", OLD."currency", OLD."id", OLD."languages", OLD."name_en", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."side", OLD."time_zone", OLD."website"); RETURN NULL;', hash='35ced63dbcbb2239a2971d673155642414449cb9', operation='DELETE', pgid='pgtrigger_delete_delete_c9917', table='programmes_agency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyofficer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_agencyofficerevent" ("agency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "user_id") VALUES (NEW."agency_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."user_id"); RETURN NULL;', hash='aa54727957009b136b5aeb2537a29f59c39daabf', operation='INSERT', pgid='pgtrigger_insert_insert_2f20d', table='programmes_agencyofficer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyofficer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_agencyofficerevent" ("agency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "user_id") VALUES (NEW."agency_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."user_id"); RETURN NULL;', hash='c0dab8f2c9fe8dbe78f29e47e20eb20d1c21ff21', operation='UPDATE', pgid='pgtrigger_update_update_6c4b2', table='programmes_agencyofficer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyofficer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_agencyofficerevent" ("agency_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "user_id") VALUES (OLD."agency_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title", OLD."user_id"); RETURN NULL;', hash='cdd6b6a64d6c926f70c033cce29c45153b350cb7', operation='DELETE', pgid='pgtrigger_delete_delete_64c6c', table='programmes_agencyofficer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callversion',
            trigger=pgtrigger.compiler.Trigger(name='version_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b1a9a54fcb412a47ff41d99d2fb6430d25df12df', operation='UPDATE', pgid='pgtrigger_version_never_changes_f252d', table='programmes_callversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programme',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_programmeevent" ("created_at", "ends_on", "id", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "starts_on", "summary_en", "summary_ko") VALUES (NEW."created_at", NEW."ends_on", NEW."id", NEW."name_en", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."starts_on", NEW."summary_en", NEW."summary_ko"); RETURN NULL;', hash='ddbfdb5f51fc8e567ddddb474297feaad4729641', operation='INSERT', pgid='pgtrigger_insert_insert_56ab2', table='programmes_programme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programme',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_programmeevent" ("created_at", "ends_on", "id", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "starts_on", "summary_en", "summary_ko") VALUES (NEW."created_at", NEW."ends_on", NEW."id", NEW."name_en", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."starts_on", NEW."summary_en", NEW."summary_ko"); RETURN NULL;', hash='9fa4de69a846906957bb6d292fbe3da411a69b77', operation='UPDATE', pgid='pgtrigger_update_update_af864', table='programmes_programme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programme',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_programmeevent" ("created_at", "ends_on", "id", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "starts_on", "summary_en", "summary_ko") VALUES (OLD."created_at", OLD."ends_on", OLD."id", OLD."name_en", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."starts_on", OLD."summary_en", OLD."summary_ko"); RETURN NULL;', hash='9036793743af16b829498c65be3fdebee5e5912e', operation='DELETE', pgid='pgtrigger_delete_delete_f6c03', table='programmes_programme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmemanager',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_programmemanagerevent" ("id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."id", NEW."officer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id"); RETURN NULL;', hash='3c6cb04de5e6b784f5c232890fe10df37714d74b', operation='INSERT', pgid='pgtrigger_insert_insert_be753', table='programmes_programmemanager', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmemanager',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_programmemanagerevent" ("id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."id", NEW."officer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id"); RETURN NULL;', hash='8a67a2c6b17107ffdfb8e25d10e547c2b98fb9bd', operation='UPDATE', pgid='pgtrigger_update_update_ee50b', table='programmes_programmemanager', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmemanager',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_programmemanagerevent" ("id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (OLD."id", OLD."officer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id"); RETURN NULL;', hash='273a23ae3cef7050e89ca27008927f2d4a981b2f', operation='DELETE', pgid='pgtrigger_delete_delete_6af2a', table='programmes_programmemanager', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmetopic',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_programmetopicevent" ("id", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "text_en", "text_ko") VALUES (NEW."id", NEW."name_en", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."text_en", NEW."text_ko"); RETURN NULL;', hash='a4e1da088151fceb3948717af12f9c65b7741266', operation='INSERT', pgid='pgtrigger_insert_insert_c1a64', table='programmes_programmetopic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmetopic',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_programmetopicevent" ("id", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "text_en", "text_ko") VALUES (NEW."id", NEW."name_en", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."text_en", NEW."text_ko"); RETURN NULL;', hash='50a5721ee32691ea5872fec73cba97c965a88b6a', operation='UPDATE', pgid='pgtrigger_update_update_998d2', table='programmes_programmetopic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='programmetopic',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_programmetopicevent" ("id", "name_en", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "text_en", "text_ko") VALUES (OLD."id", OLD."name_en", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."text_en", OLD."text_ko"); RETURN NULL;', hash='1e4edc2017e4501ae79f1aa1e755934644d2d680', operation='DELETE', pgid='pgtrigger_delete_delete_d27ad', table='programmes_programmetopic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_callevent" ("changed_at", "copied_from_id", "created_at", "created_by_id", "draft", "id", "is_example", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "revision", "state", "title_en", "title_ko", "version_id") VALUES (NEW."changed_at", NEW."copied_from_id", NEW."created_at", NEW."created_by_id", NEW."draft", NEW."id", NEW."is_example", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."public_id", NEW."revision", NEW."state", NEW."title_en", NEW."title_ko", NEW."version_id"); RETURN NULL;', hash='fc0f720245035a5e81e9447dfa665034a638862c', operation='INSERT', pgid='pgtrigger_insert_insert_b8a16', table='programmes_call', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_callevent" ("changed_at", "copied_from_id", "created_at", "created_by_id", "draft", "id", "is_example", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "revision", "state", "title_en", "title_ko", "version_id") VALUES (NEW."changed_at", NEW."copied_from_id", NEW."created_at", NEW."created_by_id", NEW."draft", NEW."id", NEW."is_example", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."public_id", NEW."revision", NEW."state", NEW."title_en", NEW."title_ko", NEW."version_id"); RETURN NULL;', hash='5d1d871fc5d8b854e10f288c4b7a0e1c27fe4256', operation='UPDATE', pgid='pgtrigger_update_update_df84e', table='programmes_call', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_callevent" ("changed_at", "copied_from_id", "created_at", "created_by_id", "draft", "id", "is_example", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "public_id", "revision", "state", "title_en", "title_ko", "version_id") VALUES (OLD."changed_at", OLD."copied_from_id", OLD."created_at", OLD."created_by_id", OLD."draft", OLD."id", OLD."is_example", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."public_id", OLD."revision", OLD."state", OLD."title_en", OLD."title_ko", OLD."version_id"); RETURN NULL;', hash='4b4a37e0ba37c41c16e80cecdba8beba46f95b37', operation='DELETE', pgid='pgtrigger_delete_delete_ec708', table='programmes_call', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_stageevent" ("by_invitation", "call_id", "closes_at", "id", "kind", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "time_zone") VALUES (NEW."by_invitation", NEW."call_id", NEW."closes_at", NEW."id", NEW."kind", NEW."opens_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."time_zone"); RETURN NULL;', hash='110fc6c27a0505785be37feea68dd63df1bef877', operation='INSERT', pgid='pgtrigger_insert_insert_99211', table='programmes_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_stageevent" ("by_invitation", "call_id", "closes_at", "id", "kind", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "time_zone") VALUES (NEW."by_invitation", NEW."call_id", NEW."closes_at", NEW."id", NEW."kind", NEW."opens_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."time_zone"); RETURN NULL;', hash='b68f277eb8bd93daf97a47cd1f495f3e5ed7b693', operation='UPDATE', pgid='pgtrigger_update_update_ca260', table='programmes_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_stageevent" ("by_invitation", "call_id", "closes_at", "id", "kind", "opens_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "time_zone") VALUES (OLD."by_invitation", OLD."call_id", OLD."closes_at", OLD."id", OLD."kind", OLD."opens_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."time_zone"); RETURN NULL;', hash='a076ddd66fab47b59ad29a08d692304123ccb04c', operation='DELETE', pgid='pgtrigger_delete_delete_9016c', table='programmes_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='latecode',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_latecodeevent" ("code", "expires_at", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id", "uses_left") VALUES (NEW."code", NEW."expires_at", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."stage_id", NEW."uses_left"); RETURN NULL;', hash='87ddf62e404f9d9ac8ed6c4ce0899bace360ea63', operation='INSERT', pgid='pgtrigger_insert_insert_da285', table='programmes_latecode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='latecode',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_latecodeevent" ("code", "expires_at", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id", "uses_left") VALUES (NEW."code", NEW."expires_at", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."stage_id", NEW."uses_left"); RETURN NULL;', hash='54a8613ccf7d1b9953b3f9cf3721cc8b0a196493', operation='UPDATE', pgid='pgtrigger_update_update_7ef3f', table='programmes_latecode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='latecode',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_latecodeevent" ("code", "expires_at", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id", "uses_left") VALUES (OLD."code", OLD."expires_at", OLD."id", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."stage_id", OLD."uses_left"); RETURN NULL;', hash='d0429e535023b5bcdcf1b8f7e9706ae0f899d409', operation='DELETE', pgid='pgtrigger_delete_delete_a1ef8', table='programmes_latecode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stageextension',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_stageextensionevent" ("extended_at", "extended_by_id", "id", "new_closes_at", "old_closes_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id") VALUES (NEW."extended_at", NEW."extended_by_id", NEW."id", NEW."new_closes_at", NEW."old_closes_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."stage_id"); RETURN NULL;', hash='9473af050b5da5a2446e1622b427ab703b13ecd7', operation='INSERT', pgid='pgtrigger_insert_insert_d4dae', table='programmes_stageextension', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stageextension',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_stageextensionevent" ("extended_at", "extended_by_id", "id", "new_closes_at", "old_closes_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id") VALUES (NEW."extended_at", NEW."extended_by_id", NEW."id", NEW."new_closes_at", NEW."old_closes_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."stage_id"); RETURN NULL;', hash='49df6da448438fde4bf6488e2ba0620f58332b53', operation='UPDATE', pgid='pgtrigger_update_update_bcb08', table='programmes_stageextension', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stageextension',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_stageextensionevent" ("extended_at", "extended_by_id", "id", "new_closes_at", "old_closes_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id") VALUES (OLD."extended_at", OLD."extended_by_id", OLD."id", OLD."new_closes_at", OLD."old_closes_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."stage_id"); RETURN NULL;', hash='7584d8af3179734626baa128ef547347215c07ce', operation='DELETE', pgid='pgtrigger_delete_delete_aab2e', table='programmes_stageextension', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yearbudget',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_yearbudgetevent" ("agency_id", "amount_minor", "currency", "fiscal_year", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."agency_id", NEW."amount_minor", NEW."currency", NEW."fiscal_year", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id"); RETURN NULL;', hash='e6b86bc53c478980441feeb6decbaf9afa1c3c53', operation='INSERT', pgid='pgtrigger_insert_insert_cc5b0', table='programmes_yearbudget', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yearbudget',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."amount_minor" IS DISTINCT FROM (NEW."amount_minor") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."fiscal_year" IS DISTINCT FROM (NEW."fiscal_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id"))', func='INSERT INTO "programmes_yearbudgetevent" ("agency_id", "amount_minor", "currency", "fiscal_year", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."agency_id", NEW."amount_minor", NEW."currency", NEW."fiscal_year", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id"); RETURN NULL;', hash='cfe7e15a4058153bf07df0cd3065f4e9a3174724', operation='UPDATE', pgid='pgtrigger_update_update_d7603', table='programmes_yearbudget', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yearbudget',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_yearbudgetevent" ("agency_id", "amount_minor", "currency", "fiscal_year", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (OLD."agency_id", OLD."amount_minor", OLD."currency", OLD."fiscal_year", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id"); RETURN NULL;', hash='7927486d25fb79ccf2385d97c2a1ea0677ba1ae2', operation='DELETE', pgid='pgtrigger_delete_delete_0be5a', table='programmes_yearbudget', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='keep_sum', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP <> 'INSERT' THEN\n        UPDATE programmes_yearbudget SET committed_minor = committed_minor - OLD.amount_minor WHERE id = OLD.budget_id;\n    END IF;\n    IF TG_OP <> 'DELETE' THEN\n        UPDATE programmes_yearbudget SET committed_minor = committed_minor + NEW.amount_minor WHERE id = NEW.budget_id;\n        RETURN NEW;\n    END IF;\n    RETURN OLD;\n", hash='ac7fc54b3906c9d77b36134ac6940047ec9f3eb2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_keep_sum_355d9', table='programmes_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_commitmentevent" ("amount_minor", "budget_id", "call_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") VALUES (NEW."amount_minor", NEW."budget_id", NEW."call_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose"); RETURN NULL;', hash='81691fe7112a3fe78845f6ac2f1021207f82039f', operation='INSERT', pgid='pgtrigger_insert_insert_3ba4c', table='programmes_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programmes_commitmentevent" ("amount_minor", "budget_id", "call_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") VALUES (NEW."amount_minor", NEW."budget_id", NEW."call_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose"); RETURN NULL;', hash='33c3e72cc5902e03f1082b9765e97d712a89e45d', operation='UPDATE', pgid='pgtrigger_update_update_ee4f1', table='programmes_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programmes_commitmentevent" ("amount_minor", "budget_id", "call_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") VALUES (OLD."amount_minor", OLD."budget_id", OLD."call_id", OLD."id", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose"); RETURN NULL;', hash='8f7f72eb384faa3e5da45964fa6837d25185c935', operation='DELETE', pgid='pgtrigger_delete_delete_8b7e9', table='programmes_commitment', when='AFTER')),
        ),
    ]
