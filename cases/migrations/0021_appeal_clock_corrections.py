import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_page_repeats_kept"),
        ("documents", "0006_page_damage"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="clockcorrection",
            name="cases_correction_one_open",
        ),
        migrations.AddField(
            model_name="appeal",
            name="earlier_receipt",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.receipt",
            ),
        ),
        migrations.AddField(
            model_name="clockcorrection",
            name="appeal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clock_corrections",
                to="cases.appeal",
            ),
        ),
        migrations.AddField(
            model_name="historicalappeal",
            name="earlier_receipt",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="documents.receipt",
            ),
        ),
        migrations.AddField(
            model_name="historicalclockcorrection",
            name="appeal",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cases.appeal",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockcorrection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("appeal__isnull", True), ("state", "proposed")),
                fields=("case",),
                name="cases_correction_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockcorrection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("appeal__isnull", False), ("state", "proposed")),
                fields=("appeal",),
                name="cases_correction_one_open_of_appeal",
            ),
        ),
    ]
