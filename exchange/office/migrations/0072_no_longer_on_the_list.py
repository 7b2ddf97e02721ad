
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0071_exports_removed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='batchrecipient',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('written', 'Written'), ('unwanted', 'Does not want such mail'), ('left', 'No longer on the list'), ('failed', 'Failed')], default='waiting', max_length=8, verbose_name='state'),
        ),
    ]
