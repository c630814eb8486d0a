from django.db import migrations, models

KINDS = [
    ("initial", "First authorization"),
    ("extension", "More time for a dose not yet given"),
    ("repeat", "Another dose after one was given"),
    ("renewal", "Renewal of an authorization"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_snapshot_order"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="request_type",
            field=models.CharField(choices=KINDS, default="initial", max_length=16),
        ),
        migrations.AlterField(
            model_name="historicalcase",
            name="request_type",
            field=models.CharField(choices=KINDS, default="initial", max_length=16),
        ),
    ]
