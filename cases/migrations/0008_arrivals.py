"""One arrival may bring two appeals, and be settled again after a case was void."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_bulk"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appeal",
            name="receipt",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.receipt",
            ),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="receipt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.receipt",
            ),
        ),
    ]
