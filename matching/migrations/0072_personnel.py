
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0071_reports_without_small_groups'),
    ]

    operations = [
        migrations.AlterField(
            model_name='passage',
            name='resource_kind',
            field=models.CharField(blank=True, choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'Personnel')], max_length=12, verbose_name='kind of resource'),
        ),
    ]
