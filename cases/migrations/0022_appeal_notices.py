import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_appeal_clock_corrections")]

    operations = [
        migrations.AddField(
            model_name="casenotice",
            name="appeal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="cases.appeal",
            ),
        ),
    ]
