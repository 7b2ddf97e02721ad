
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0080_sides_end_with_addresses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='researcherresource',
            name='kind',
            field=models.CharField(choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'Personnel')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='researcherresourceevent',
            name='kind',
            field=models.CharField(choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'Personnel')], max_length=12, verbose_name='kind'),
        ),
    ]
