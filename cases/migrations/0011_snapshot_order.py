import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_replay"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="factsnapshot",
            name="cases_snapshot_unique",
        ),
        migrations.AddField(
            model_name="factsnapshot",
            name="follows",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="cases.factsnapshot",
            ),
        ),
        migrations.AddConstraint(
            model_name="factsnapshot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("follows__isnull", True)),
                fields=("case", "policy", "kind", "digest"),
                name="cases_snapshot_first_once",
            ),
        ),
    ]
