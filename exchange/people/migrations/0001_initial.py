import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import exchange.people.models.researcher
import exchange.people.models.user
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ror_id', models.CharField(help_text='Full ROR address, e.g. https://ror.org/05apxxy63', max_length=32, unique=True, verbose_name='ROR')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_ko', models.CharField(blank=True, max_length=300, verbose_name='Korean name')),
                ('country', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='country')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='types')),
                ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name='web domains')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('folded_title', models.CharField(editable=False, max_length=500)),
                ('abstract', models.TextField(blank=True, max_length=10000, verbose_name='abstract')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('venue', models.CharField(blank=True, max_length=300, verbose_name='venue')),
                ('authors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='authors')),
                ('doi', models.CharField(blank=True, help_text='Lower case, without https://doi.org/', max_length=200, verbose_name='DOI')),
                ('source', models.CharField(choices=[('manual', 'Entered by hand'), ('bibtex', 'BibTeX'), ('ris', 'RIS'), ('csv', 'CSV'), ('doi', 'DOI list'), ('orcid', 'ORCID'), ('openalex', 'OpenAlex'), ('file', 'Imported by an administrator')], max_length=10, verbose_name='source')),
                ('is_representative', models.BooleanField(default=True, help_text='Only these are read by the matching. The choice survives later imports.', verbose_name='represents me')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': [models.OrderBy(models.F('year'), descending=True, nulls_last=True), 'title', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('openalex_id', models.CharField(max_length=20, unique=True, verbose_name='OpenAlex')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('domain', models.CharField(max_length=100, verbose_name='domain')),
                ('field', models.CharField(max_length=100, verbose_name='field')),
                ('subfield', models.CharField(max_length=100, verbose_name='subfield')),
                ('works_count', models.PositiveIntegerField(default=0, verbose_name='works')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('manager_side', models.CharField(blank=True, choices=[('KR', 'Korea'), ('US', 'United States')], help_text='Side of the agency this person manages programmes for; empty for everybody else.', max_length=2, verbose_name='programme manager for')),
                ('language', models.CharField(choices=[('en', 'English'), ('ko', 'Korean')], default='en', max_length=5, verbose_name='language')),
                ('time_zone', models.CharField(default='Asia/Seoul', max_length=64, validators=[exchange.people.models.user.validate_time_zone], verbose_name='time zone')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
            },
            managers=[
                ('objects', exchange.people.models.user.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='ConsentNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('cross_border_matching', 'Being matched with and shown to people in another country')], max_length=30, verbose_name='purpose')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('text_en', models.TextField(verbose_name='text in English')),
                ('text_ko', models.TextField(verbose_name='text in Korean')),
                ('published_at', models.DateTimeField(auto_now_add=True, verbose_name='published')),
            ],
            options={
                'verbose_name': 'consent notice',
                'verbose_name_plural': 'consent notices',
                'ordering': ['purpose', '-version'],
                'constraints': [models.UniqueConstraint(fields=('purpose', 'version'), name='consent_notice_version_once')],
            },
        ),
        migrations.CreateModel(
            name='ConsentRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient_country', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='recipient country')),
                ('language', models.CharField(default='en', max_length=5, verbose_name='language of the text shown')),
                ('source', models.CharField(choices=[('person', 'The person, on this site'), ('operator', 'Recorded by an operator, with the stated basis')], default='person', max_length=10, verbose_name='given by')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='basis, when recorded by an operator')),
                ('given_at', models.DateTimeField(auto_now_add=True, verbose_name='given')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='people.consentnotice')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['-given_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_id', models.UUIDField(default=uuid.uuid4, unique=True, verbose_name='former public id')),
                ('erased_at', models.DateTimeField(auto_now_add=True, verbose_name='erased')),
                ('counts', models.JSONField(default=dict, verbose_name='rows erased')),
                ('erased_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='erased by')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-erased_at'],
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('ror_id', models.CharField(help_text='Full ROR address, e.g. https://ror.org/05apxxy63', max_length=32, verbose_name='ROR')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('name_ko', models.CharField(blank=True, max_length=300, verbose_name='Korean name')),
                ('country', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='country')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None, verbose_name='types')),
                ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name='web domains')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganisationLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parent_links', to='people.organisation')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='child_links', to='people.organisation')),
            ],
            options={
                'verbose_name': 'organisation link',
                'verbose_name_plural': 'organisation links',
            },
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='name')),
                ('folded', models.CharField(editable=False, max_length=300)),
                ('kind', models.CharField(choices=[('label', 'Name'), ('alias', 'Other name'), ('acronym', 'Acronym')], max_length=10, verbose_name='kind')),
                ('language', models.CharField(blank=True, max_length=2, verbose_name='language')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='people.organisation')),
            ],
            options={
                'verbose_name': 'organisation name',
                'verbose_name_plural': 'organisation names',
            },
        ),
        migrations.CreateModel(
            name='Researcher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('external_id', models.CharField(blank=True, max_length=100, null=True, unique=True, verbose_name='external id')),
                ('name_romanised', models.CharField(max_length=150, verbose_name='name in Latin letters')),
                ('name_native', models.CharField(blank=True, max_length=150, verbose_name='name in Hangul or native script')),
                ('country', models.CharField(blank=True, choices=[('KR', 'Korea'), ('US', 'United States')], help_text='Follows from the organisation where there is one; also the home region of this record.', max_length=2, verbose_name='country of the institution')),
                ('department', models.CharField(blank=True, max_length=200, verbose_name='department')),
                ('career_stage', models.CharField(blank=True, choices=[('doctoral', 'Doctoral student'), ('postdoc', 'Postdoctoral researcher'), ('early', 'Early-career faculty or researcher'), ('established', 'Established faculty or researcher'), ('industry', 'Industry researcher'), ('emeritus', 'Emeritus')], max_length=20, verbose_name='career stage')),
                ('statement_en', models.TextField(blank=True, max_length=4000, verbose_name='research statement in English')),
                ('statement_ko', models.TextField(blank=True, max_length=4000, verbose_name='research statement in Korean')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ko', 'Korean'), ('en', 'English'), ('ja', 'Japanese'), ('zh', 'Chinese'), ('de', 'German'), ('fr', 'French'), ('es', 'Spanish')], max_length=2), blank=True, default=list, size=None, verbose_name='working languages')),
                ('available_from', models.DateField(blank=True, null=True, verbose_name='available from')),
                ('available_until', models.DateField(blank=True, null=True, verbose_name='available until')),
                ('orcid', models.CharField(blank=True, max_length=19, validators=[django.core.validators.RegexValidator('^\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]$', 'An ORCID iD looks like 0000-0002-1825-0097.')], verbose_name='ORCID iD')),
                ('openalex_id', models.CharField(blank=True, max_length=20, verbose_name='OpenAlex author id')),
                ('visibility', models.JSONField(default=exchange.people.models.researcher.default_visibility, verbose_name='who sees what')),
                ('is_listed', models.BooleanField(default=True, help_text='Off: the profile is neither matched nor found in search.', verbose_name='take part in matching')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='changed')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='researchers', to='people.organisation', verbose_name='organisation')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='researcher', to=settings.AUTH_USER_MODEL)),
                ('topics', models.ManyToManyField(blank=True, related_name='researchers', to='people.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'researcher',
                'verbose_name_plural': 'researchers',
                'ordering': ['name_romanised', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PublicationImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('manual', 'Entered by hand'), ('bibtex', 'BibTeX'), ('ris', 'RIS'), ('csv', 'CSV'), ('doi', 'DOI list'), ('orcid', 'ORCID'), ('openalex', 'OpenAlex'), ('file', 'Imported by an administrator')], max_length=10, verbose_name='source')),
                ('payload', models.TextField(blank=True, verbose_name='what was pasted or uploaded')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='queued', max_length=8, verbose_name='state')),
                ('added', models.PositiveIntegerField(default=0, verbose_name='added')),
                ('merged', models.PositiveIntegerField(default=0, verbose_name='merged with one already there')),
                ('rejected', models.JSONField(blank=True, default=list, verbose_name='rejected entries')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='error')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('researcher', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='publication_imports', to='people.researcher')),
            ],
            options={
                'verbose_name': 'publication import',
                'verbose_name_plural': 'publication imports',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PublicationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('folded_title', models.CharField(editable=False, max_length=500)),
                ('abstract', models.TextField(blank=True, max_length=10000, verbose_name='abstract')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('venue', models.CharField(blank=True, max_length=300, verbose_name='venue')),
                ('authors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='authors')),
                ('doi', models.CharField(blank=True, help_text='Lower case, without https://doi.org/', max_length=200, verbose_name='DOI')),
                ('source', models.CharField(choices=[('manual', 'Entered by hand'), ('bibtex', 'BibTeX'), ('ris', 'RIS'), ('csv', 'CSV'), ('doi', 'DOI list'), ('orcid', 'ORCID'), ('openalex', 'OpenAlex'), ('file', 'Imported by an administrator')], max_length=10, verbose_name='source')),
                ('is_representative', models.BooleanField(default=True, help_text='Only these are read by the matching. The choice survives later imports.', verbose_name='represents me')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.publication')),
                ('researcher', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.researcher')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='publication',
            name='researcher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='publications', to='people.researcher'),
        ),
        migrations.CreateModel(
            name='ConsentRecordEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('recipient_country', models.CharField(choices=[('KR', 'Korea'), ('US', 'United States')], max_length=2, verbose_name='recipient country')),
                ('language', models.CharField(default='en', max_length=5, verbose_name='language of the text shown')),
                ('source', models.CharField(choices=[('person', 'The person, on this site'), ('operator', 'Recorded by an operator, with the stated basis')], default='person', max_length=10, verbose_name='given by')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='basis, when recorded by an operator')),
                ('given_at', models.DateTimeField(auto_now_add=True, verbose_name='given')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('notice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.consentnotice')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.consentrecord')),
                ('researcher', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.researcher')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='consentrecord',
            name='researcher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.researcher'),
        ),
        migrations.CreateModel(
            name='ResearcherEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('external_id', models.CharField(blank=True, max_length=100, null=True, verbose_name='external id')),
                ('name_romanised', models.CharField(max_length=150, verbose_name='name in Latin letters')),
                ('name_native', models.CharField(blank=True, max_length=150, verbose_name='name in Hangul or native script')),
                ('country', models.CharField(blank=True, choices=[('KR', 'Korea'), ('US', 'United States')], help_text='Follows from the organisation where there is one; also the home region of this record.', max_length=2, verbose_name='country of the institution')),
                ('department', models.CharField(blank=True, max_length=200, verbose_name='department')),
                ('career_stage', models.CharField(blank=True, choices=[('doctoral', 'Doctoral student'), ('postdoc', 'Postdoctoral researcher'), ('early', 'Early-career faculty or researcher'), ('established', 'Established faculty or researcher'), ('industry', 'Industry researcher'), ('emeritus', 'Emeritus')], max_length=20, verbose_name='career stage')),
                ('statement_en', models.TextField(blank=True, max_length=4000, verbose_name='research statement in English')),
                ('statement_ko', models.TextField(blank=True, max_length=4000, verbose_name='research statement in Korean')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ko', 'Korean'), ('en', 'English'), ('ja', 'Japanese'), ('zh', 'Chinese'), ('de', 'German'), ('fr', 'French'), ('es', 'Spanish')], max_length=2), blank=True, default=list, size=None, verbose_name='working languages')),
                ('available_from', models.DateField(blank=True, null=True, verbose_name='available from')),
                ('available_until', models.DateField(blank=True, null=True, verbose_name='available until')),
                ('orcid', models.CharField(blank=True, max_length=19, validators=[django.core.validators.RegexValidator('^\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]$', 'An ORCID iD looks like 0000-0002-1825-0097.')], verbose_name='ORCID iD')),
                ('openalex_id', models.CharField(blank=True, max_length=20, verbose_name='OpenAlex author id')),
                ('visibility', models.JSONField(default=exchange.people.models.researcher.default_visibility, verbose_name='who sees what')),
                ('is_listed', models.BooleanField(default=True, help_text='Off: the profile is neither matched nor found in search.', verbose_name='take part in matching')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.organisation', verbose_name='organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.researcher')),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResearcherResource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('offer', 'Offers'), ('need', 'Seeks')], max_length=5, verbose_name='direction')),
                ('kind', models.CharField(choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'People')], max_length=12, verbose_name='kind')),
                ('text', models.CharField(max_length=500, verbose_name='description')),
                ('researcher', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resources', to='people.researcher')),
            ],
            options={
                'verbose_name': 'offer or need of a researcher',
                'verbose_name_plural': 'offers and needs of researchers',
                'ordering': ['direction', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResearcherResourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('direction', models.CharField(choices=[('offer', 'Offers'), ('need', 'Seeks')], max_length=5, verbose_name='direction')),
                ('kind', models.CharField(choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'People')], max_length=12, verbose_name='kind')),
                ('text', models.CharField(max_length=500, verbose_name='description')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.researcherresource')),
                ('researcher', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.researcher')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('manager_side', models.CharField(blank=True, choices=[('KR', 'Korea'), ('US', 'United States')], help_text='Side of the agency this person manages programmes for; empty for everybody else.', max_length=2, verbose_name='programme manager for')),
                ('language', models.CharField(choices=[('en', 'English'), ('ko', 'Korean')], default='en', max_length=5, verbose_name='language')),
                ('time_zone', models.CharField(default='Asia/Seoul', max_length=64, validators=[exchange.people.models.user.validate_time_zone], verbose_name='time zone')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_case_insensitive'),
        ),
        migrations.AddConstraint(
            model_name='organisationlink',
            constraint=models.UniqueConstraint(fields=('parent', 'child'), name='organisation_link_once'),
        ),
        migrations.AddConstraint(
            model_name='organisationlink',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('child')), _negated=True), name='organisation_not_own_parent'),
        ),
        migrations.AddIndex(
            model_name='organisationname',
            index=models.Index(fields=['folded'], name='orgname_folded_prefix', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='organisationname',
            constraint=models.UniqueConstraint(fields=('organisation', 'text'), name='organisation_name_once'),
        ),
        migrations.AddConstraint(
            model_name='publicationimport',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('researcher', 'source'), name='publication_import_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(condition=models.Q(('doi', ''), _negated=True), fields=('researcher', 'doi'), name='publication_doi_once'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('researcher', 'folded_title', 'year'), name='publication_title_and_year_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='consentrecord',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('researcher', 'recipient_country'), name='consent_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='consentrecord',
            constraint=models.CheckConstraint(condition=models.Q(('source', 'person'), models.Q(('basis', ''), _negated=True), _connector='OR'), name='consent_by_operator_states_basis', violation_error_message='State on what basis the consent is recorded.'),
        ),
        migrations.AddConstraint(
            model_name='researcherresource',
            constraint=models.UniqueConstraint(fields=('researcher', 'direction', 'kind', 'text'), name='researcher_resource_once'),
        ),
        migrations.AddConstraint(
            model_name='researcher',
            constraint=models.CheckConstraint(condition=models.Q(('available_until__isnull', True), ('available_from__isnull', True), ('available_until__gte', models.F('available_from')), _connector='OR'), name='researcher_availability_in_order', violation_error_message='The last available day lies before the first.'),
        ),
        migrations.AddConstraint(
            model_name='researcher',
            constraint=models.UniqueConstraint(condition=models.Q(('orcid', ''), _negated=True), fields=('orcid',), name='researcher_orcid_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentnotice',
            trigger=pgtrigger.compiler.Trigger(name='notice_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='40b97acb9db6a1731787ccd145f5d2673dc5d1cc', operation='UPDATE OR DELETE', pgid='pgtrigger_notice_never_changes_ec901', table='people_consentnotice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_organisationevent" ("city", "country", "domains", "id", "name", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ror_id", "types") VALUES (NEW."city", NEW."country", NEW."domains", NEW."id", NEW."name", NEW."name_ko", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."ror_id", NEW."types"); RETURN NULL;', hash='871940c4be74620dbde38065b69befebb653d7b4', operation='INSERT', pgid='pgtrigger_insert_insert_d087f', table='people_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_organisationevent" ("city", "country", "domains", "id", "name", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ror_id", "types") VALUES (NEW."city", NEW."country", NEW."domains", NEW."id", NEW."name", NEW."name_ko", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."ror_id", NEW."types"); RETURN NULL;', hash='981aec21be8da44d1ae496068fe78d7af0ab3aef', operation='UPDATE', pgid='pgtrigger_update_update_c3fee', table='people_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_organisationevent" ("city", "country", "domains", "id", "name", "name_ko", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ror_id", "types") VALUES (OLD."city", OLD."country", OLD."domains", OLD."id", OLD."name", OLD."name_ko", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."ror_id", OLD."types"); RETURN NULL;', hash='b345be3d5d0d25e62ede289792ed060b93a575e0', operation='DELETE', pgid='pgtrigger_delete_delete_637d9', table='people_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "manager_side", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."manager_side", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='b65d751ced1b9574c56b84294ac01b1b42235d98', operation='INSERT', pgid='pgtrigger_insert_insert_7e9ab', table='people_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."manager_side" IS DISTINCT FROM (NEW."manager_side") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone"))', func='INSERT INTO "people_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "manager_side", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."manager_side", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='c8f5124b3c9f5c7d16862097d4ffae8af74d1d64', operation='UPDATE', pgid='pgtrigger_update_update_86e64', table='people_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_userevent" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "language", "manager_side", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (OLD."date_joined", OLD."email", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."manager_side", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."time_zone"); RETURN NULL;', hash='1b620faef1ee2afee216c6f449e5feeb74a921c1', operation='DELETE', pgid='pgtrigger_delete_delete_bec80', table='people_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_publicationevent" ("abstract", "authors", "created_at", "doi", "folded_title", "id", "is_representative", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "researcher_id", "source", "title", "venue", "year") VALUES (NEW."abstract", NEW."authors", NEW."created_at", NEW."doi", NEW."folded_title", NEW."id", NEW."is_representative", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."researcher_id", NEW."source", NEW."title", NEW."venue", NEW."year"); RETURN NULL;', hash='3a1aac9caed5adad2a40a3d99d5e92090981f006', operation='INSERT', pgid='pgtrigger_insert_insert_8f613', table='people_publication', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_publicationevent" ("abstract", "authors", "created_at", "doi", "folded_title", "id", "is_representative", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "researcher_id", "source", "title", "venue", "year") VALUES (NEW."abstract", NEW."authors", NEW."created_at", NEW."doi", NEW."folded_title", NEW."id", NEW."is_representative", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."researcher_id", NEW."source", NEW."title", NEW."venue", NEW."year"); RETURN NULL;', hash='2d6cb4e14f1b32000ce87faaad5d8cb30c283adf', operation='UPDATE', pgid='pgtrigger_update_update_d95ae', table='people_publication', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publication',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_publicationevent" ("abstract", "authors", "created_at", "doi", "folded_title", "id", "is_representative", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "researcher_id", "source", "title", "venue", "year") VALUES (OLD."abstract", OLD."authors", OLD."created_at", OLD."doi", OLD."folded_title", OLD."id", OLD."is_representative", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."researcher_id", OLD."source", OLD."title", OLD."venue", OLD."year"); RETURN NULL;', hash='8a33e505cb58a1181d7029e6ab3ef2d70d9894d2', operation='DELETE', pgid='pgtrigger_delete_delete_750a8', table='people_publication', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentrecord',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_consentrecordevent" ("basis", "given_at", "id", "language", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_country", "researcher_id", "source", "withdrawn_at") VALUES (NEW."basis", NEW."given_at", NEW."id", NEW."language", NEW."notice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recipient_country", NEW."researcher_id", NEW."source", NEW."withdrawn_at"); RETURN NULL;', hash='951b6193cfb3b4b57354fad688aed5289370df4f', operation='INSERT', pgid='pgtrigger_insert_insert_7fece', table='people_consentrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentrecord',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_consentrecordevent" ("basis", "given_at", "id", "language", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_country", "researcher_id", "source", "withdrawn_at") VALUES (NEW."basis", NEW."given_at", NEW."id", NEW."language", NEW."notice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recipient_country", NEW."researcher_id", NEW."source", NEW."withdrawn_at"); RETURN NULL;', hash='dc160c13e7fe6f34bf9be0a0c984d0591fc5fcb9', operation='UPDATE', pgid='pgtrigger_update_update_79712', table='people_consentrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consentrecord',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_consentrecordevent" ("basis", "given_at", "id", "language", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_country", "researcher_id", "source", "withdrawn_at") VALUES (OLD."basis", OLD."given_at", OLD."id", OLD."language", OLD."notice_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recipient_country", OLD."researcher_id", OLD."source", OLD."withdrawn_at"); RETURN NULL;', hash='13f839f1637bc292e07a8e428018274ff5de1de7', operation='DELETE', pgid='pgtrigger_delete_delete_85c48', table='people_consentrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researcherresource',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_researcherresourceevent" ("direction", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "researcher_id", "text") VALUES (NEW."direction", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."researcher_id", NEW."text"); RETURN NULL;', hash='084e1b84b51d532dd9ad495404087538a3945384', operation='INSERT', pgid='pgtrigger_insert_insert_6c8ad', table='people_researcherresource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researcherresource',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_researcherresourceevent" ("direction", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "researcher_id", "text") VALUES (NEW."direction", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."researcher_id", NEW."text"); RETURN NULL;', hash='89ffaf9388826c9ff8d8132a1ecccd08b357e614', operation='UPDATE', pgid='pgtrigger_update_update_b6bc0', table='people_researcherresource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researcherresource',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_researcherresourceevent" ("direction", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "researcher_id", "text") VALUES (OLD."direction", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."researcher_id", OLD."text"); RETURN NULL;', hash='ff4e8f14e29852caf34b71ddad041f813755566b', operation='DELETE', pgid='pgtrigger_delete_delete_76f27', table='people_researcherresource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researcher',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_researcherevent" ("available_from", "available_until", "career_stage", "changed_at", "country", "created_at", "department", "external_id", "id", "is_listed", "languages", "name_native", "name_romanised", "openalex_id", "orcid", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "statement_en", "statement_ko", "user_id", "visibility") VALUES (NEW."available_from", NEW."available_until", NEW."career_stage", NEW."changed_at", NEW."country", NEW."created_at", NEW."department", NEW."external_id", NEW."id", NEW."is_listed", NEW."languages", NEW."name_native", NEW."name_romanised", NEW."openalex_id", NEW."orcid", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."statement_en", NEW."statement_ko", NEW."user_id", NEW."visibility"); RETURN NULL;', hash='e2311f3683b5e32d8675c8e03e58a0b778a11184', operation='INSERT', pgid='pgtrigger_insert_insert_0d9cf', table='people_researcher', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researcher',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_researcherevent" ("available_from", "available_until", "career_stage", "changed_at", "country", "created_at", "department", "external_id", "id", "is_listed", "languages", "name_native", "name_romanised", "openalex_id", "orcid", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "statement_en", "statement_ko", "user_id", "visibility") VALUES (NEW."available_from", NEW."available_until", NEW."career_stage", NEW."changed_at", NEW."country", NEW."created_at", NEW."department", NEW."external_id", NEW."id", NEW."is_listed", NEW."languages", NEW."name_native", NEW."name_romanised", NEW."openalex_id", NEW."orcid", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."statement_en", NEW."statement_ko", NEW."user_id", NEW."visibility"); RETURN NULL;', hash='5415479fda2049ea99c6897aeb476272186ca7c1', operation='UPDATE', pgid='pgtrigger_update_update_fac37', table='people_researcher', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researcher',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_researcherevent" ("available_from", "available_until", "career_stage", "changed_at", "country", "created_at", "department", "external_id", "id", "is_listed", "languages", "name_native", "name_romanised", "openalex_id", "orcid", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "statement_en", "statement_ko", "user_id", "visibility") VALUES (OLD."available_from", OLD."available_until", OLD."career_stage", OLD."changed_at", OLD."country", OLD."created_at", OLD."department", OLD."external_id", OLD."id", OLD."is_listed", OLD."languages", OLD."name_native", OLD."name_romanised", OLD."openalex_id", OLD."orcid", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."public_id", OLD."statement_en", OLD."statement_ko", OLD."user_id", OLD."visibility"); RETURN NULL;', hash='276e05757b02e51d65236c5fcfb384a65dae45ca', operation='DELETE', pgid='pgtrigger_delete_delete_e3081', table='people_researcher', when='AFTER')),
        ),
    ]
