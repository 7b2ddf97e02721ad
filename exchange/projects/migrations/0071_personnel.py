
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0070_text_in_nfc'),
    ]

    operations = [
        migrations.AlterField(
            model_name='projectresource',
            name='kind',
            field=models.CharField(choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'Personnel')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='projectresourceevent',
            name='kind',
            field=models.CharField(choices=[('expertise', 'Expertise'), ('compute', 'Compute'), ('data', 'Data'), ('fabrication', 'Fabrication and equipment'), ('people', 'Personnel')], max_length=12, verbose_name='kind'),
        ),
    ]
