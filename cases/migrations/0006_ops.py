import django.db.models.deletion
from django.db import migrations, models


def name_arrivals(apps, schema_editor):
    """Give each placed page its arrival: its case's, else the document's one that has a case."""
    link = apps.get_model("cases", "CaseDocument")
    placement = apps.get_model("cases", "PagePlacement")
    receipt = apps.get_model("documents", "Receipt")
    open_rows = placement.objects.filter(receipt__isnull=True)
    for document_id in open_rows.values_list("document_id", flat=True).distinct():
        known = (
            link.objects.filter(document_id=document_id)
            .order_by("id")
            .values_list("receipt_id", flat=True)
            .first()
        )
        first = known or (
            receipt.objects.filter(document_id=document_id)
            .order_by("id")
            .values_list("id", flat=True)
            .first()
        )
        open_rows.filter(document_id=document_id).update(receipt_id=first)
    if schema_editor.connection.vendor == "postgresql":
        # Keys are checked at the end of the transaction, and a table that waits for it
        # cannot be altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_appeals"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrivacyNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sender_notified", "Sender notified"),
                            ("returned", "Returned to the sender"),
                            ("destruction_requested", "Destruction of copies requested"),
                            ("assessed", "Risk assessed"),
                            ("closed", "Closed: nothing more to do"),
                        ],
                        max_length=24,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("recorded_by", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no_request", "Not a request"),
                            ("duplicate", "Copy of another arrival"),
                            ("misdirected", "Not ours, or another person's"),
                            ("unreadable", "Could not be read, asked to send again"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField()),
                ("settled_by", models.CharField(max_length=64)),
                ("settled_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="casedocument",
            name="pages_left",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RemoveConstraint(
            model_name="pageplacement",
            name="cases_placement_one_per_page",
        ),
        migrations.AddField(
            model_name="pageplacement",
            name="receipt",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.receipt",
            ),
        ),
        migrations.RunPython(name_arrivals, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="pageplacement",
            name="receipt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.receipt",
            ),
        ),
        migrations.AlterField(
            model_name="pageplacement",
            name="disposition",
            field=models.CharField(
                choices=[
                    ("case", "Belongs to this request"),
                    ("cover", "Cover sheet"),
                    ("blank", "Blank"),
                    ("unreadable", "Unreadable, ask again"),
                    ("misdirected", "Not ours, or another person's"),
                    ("not_request", "Not a request"),
                    ("duplicate", "Copy of a page that came before"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="pageplacement",
            index=models.Index(fields=["document", "page_number"], name="cases_placement_page"),
        ),
        migrations.AddIndex(
            model_name="pageplacement",
            index=models.Index(
                condition=models.Q(("disposition", "misdirected")),
                fields=["receipt", "page_number"],
                name="cases_placement_misdirected",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageplacement",
            constraint=models.UniqueConstraint(
                fields=("receipt", "page_number"), name="cases_placement_one_per_page"
            ),
        ),
        migrations.AddField(
            model_name="privacynote",
            name="receipt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.receipt",
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="copy_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.receipt",
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="receipt",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.receipt",
            ),
        ),
        migrations.AddIndex(
            model_name="privacynote",
            index=models.Index(fields=["receipt", "id"], name="cases_privacynote_receipt"),
        ),
        migrations.AddConstraint(
            model_name="privacynote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "sender_notified",
                            "returned",
                            "destruction_requested",
                            "assessed",
                            "closed",
                        ],
                    )
                ),
                name="cases_privacynote_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["no_request", "duplicate", "misdirected", "unreadable"])
                ),
                name="cases_settlement_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("copy_of__isnull", False), ("kind", "duplicate")),
                    models.Q(
                        models.Q(("kind", "duplicate"), _negated=True), ("copy_of__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="cases_settlement_copy_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy_of", models.F("receipt")), _negated=True),
                name="cases_settlement_not_of_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="cases_settlement_reason_given",
            ),
        ),
    ]
