"""Everything up to 0008 in one step, for a database that is new: a third of the time."""

import cases.domain.appeals
import cases.domain.lifecycle
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_initial"),
        ("cases", "0002_reference_data"),
        ("cases", "0003_checks"),
        ("cases", "0004_contacts"),
        ("cases", "0005_appeals"),
        ("cases", "0006_ops"),
        ("cases", "0007_bulk"),
        ("cases", "0008_arrivals"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("criteria", "0001_policies"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseNumber",
            fields=[
                ("year", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Facility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("npi", models.CharField(max_length=10, unique=True, verbose_name="NPI")),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=24)),
                ("address_line", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("in", "In network"),
                            ("out", "Out of network"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("ended", "No longer active"),
                            ("excluded", "Excluded from payment"),
                        ],
                        default="active",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "facilities",
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=32, unique=True, verbose_name="group number"),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "contract",
                    models.CharField(
                        choices=[("known", "On file"), ("unknown", "Not on file")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("contract_note", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("npi", models.CharField(max_length=10, unique=True, verbose_name="NPI")),
                ("name", models.CharField(max_length=120)),
                ("specialty", models.CharField(blank=True, max_length=80)),
                ("phone", models.CharField(blank=True, max_length=24)),
                ("fax", models.CharField(blank=True, max_length=24)),
                ("address_line", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("in", "In network"),
                            ("out", "Out of network"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("ended", "No longer active"),
                            ("excluded", "Excluded from payment"),
                        ],
                        default="active",
                        max_length=8,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalFacility",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("npi", models.CharField(db_index=True, max_length=10, verbose_name="NPI")),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=24)),
                ("address_line", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("in", "In network"),
                            ("out", "Out of network"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("ended", "No longer active"),
                            ("excluded", "Excluded from payment"),
                        ],
                        default="active",
                        max_length=8,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical facility",
                "verbose_name_plural": "historical facilities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGroup",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(db_index=True, max_length=32, verbose_name="group number"),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "contract",
                    models.CharField(
                        choices=[("known", "On file"), ("unknown", "Not on file")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("contract_note", models.CharField(blank=True, max_length=200)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical group",
                "verbose_name_plural": "historical groups",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProvider",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("npi", models.CharField(db_index=True, max_length=10, verbose_name="NPI")),
                ("name", models.CharField(max_length=120)),
                ("specialty", models.CharField(blank=True, max_length=80)),
                ("phone", models.CharField(blank=True, max_length=24)),
                ("fax", models.CharField(blank=True, max_length=24)),
                ("address_line", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("in", "In network"),
                            ("out", "Out of network"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("ended", "No longer active"),
                            ("excluded", "Excluded from payment"),
                        ],
                        default="active",
                        max_length=8,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical provider",
                "verbose_name_plural": "historical providers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTreatmentCentre",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("policy", models.CharField(max_length=64)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.facility",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical treatment centre",
                "verbose_name_plural": "historical treatment centres",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=32, unique=True, verbose_name="member number"),
                ),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(max_length=80)),
                ("birth_date", models.DateField()),
                (
                    "sex",
                    models.CharField(
                        choices=[("F", "Female"), ("M", "Male"), ("U", "Not stated")],
                        default="U",
                        max_length=1,
                    ),
                ),
                ("address_line", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                (
                    "subscriber",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dependents",
                        to="cases.member",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["family_name", "given_name"], name="cases_member_name"),
                    models.Index(fields=["birth_date"], name="cases_member_birth"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subscriber", models.F("id")), _negated=True),
                        name="cases_member_not_own_subscriber",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line_of_business",
                    models.CharField(
                        choices=[
                            ("commercial", "Commercial"),
                            ("marketplace", "Marketplace"),
                            ("medicare_advantage", "Medicare Advantage"),
                            ("medicaid", "Medicaid managed care"),
                            ("fep", "Federal Employee Program"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("erisa", "ERISA group"),
                            ("governmental", "Governmental group"),
                            ("church", "Church group"),
                            ("individual", "Individual"),
                            ("public", "Public programme"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "funding",
                    models.CharField(
                        choices=[
                            ("insured", "Insured"),
                            ("self_insured", "Self-insured, administered by us"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("ours", "Ours to decide"),
                            ("fep", "Federal Employee Program policy"),
                            ("other_plan", "Another Blue plan"),
                        ],
                        default="ours",
                        max_length=16,
                    ),
                ),
                ("grandfathered", models.BooleanField(default=False)),
                ("group_name", models.CharField(blank=True, max_length=120)),
                ("home_plan", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="cases.group",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="cases.member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="cases_coverage_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        fields=("member", "line_of_business", "starts_on"),
                        name="cases_coverage_unique_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ready", "Ready for review"),
                            ("in_review", "In review"),
                            ("pended", "Waiting for information"),
                            ("referred", "With medical director"),
                            ("determined", "Determined"),
                            ("redirected", "Redirected"),
                            ("withdrawn", "Withdrawn"),
                            ("void", "Entered in error"),
                        ],
                        default=cases.domain.lifecycle.Status["READY"],
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "place_of_service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("inpatient", "Inpatient hospital (21)"),
                            ("hospital_outpatient", "Hospital outpatient, on campus (22)"),
                            ("hospital_outpatient_off", "Hospital outpatient, off campus (19)"),
                            ("office", "Office (11)"),
                            ("home", "Home (12)"),
                        ],
                        max_length=32,
                    ),
                ),
                (
                    "request_type",
                    models.CharField(
                        choices=[
                            ("initial", "First authorization"),
                            ("extension", "More time for a dose not yet given"),
                            ("repeat", "Another dose after one was given"),
                        ],
                        default="initial",
                        max_length=16,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("standard", "Standard"), ("expedited", "Expedited")],
                        default="standard",
                        max_length=12,
                    ),
                ),
                (
                    "diagnosis_code",
                    models.CharField(blank=True, max_length=10, verbose_name="ICD-10 code"),
                ),
                ("diagnosis_text", models.CharField(blank=True, max_length=160)),
                ("indication", models.CharField(blank=True, max_length=32)),
                ("service_from", models.DateField(blank=True, null=True)),
                ("service_to", models.DateField(blank=True, null=True)),
                (
                    "weight_kg",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True),
                ),
                ("weighed_on", models.DateField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.policyrevision",
                    ),
                ),
                (
                    "coverage",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.coverage",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.facility",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.member",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requested",
                        to="cases.provider",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "due_at", "id"], name="cases_case_queue"),
                    models.Index(
                        condition=models.Q(
                            ("status__in", ["in_review", "pended", "ready", "referred"])
                        ),
                        fields=["due_at", "id"],
                        name="cases_case_open",
                    ),
                    models.Index(fields=["owner", "due_at", "id"], name="cases_case_mine"),
                    models.Index(fields=["received_at"], name="cases_case_received"),
                    models.Index(fields=["closed_at"], name="cases_case_closed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "ready",
                                    "in_review",
                                    "pended",
                                    "referred",
                                    "determined",
                                    "redirected",
                                    "withdrawn",
                                    "void",
                                ],
                            )
                        ),
                        name="cases_case_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("service_to__isnull", True),
                            ("service_to__gte", models.F("service_from")),
                            _connector="OR",
                        ),
                        name="cases_case_service_dates_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight_kg__isnull", True), ("weight_kg__gt", 0), _connector="OR"
                        ),
                        name="cases_case_weight_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("linked_by", models.CharField(max_length=64)),
                ("linked_at", models.DateTimeField()),
                ("pages_left", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="cases.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.receipt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "document"), name="cases_casedocument_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=48)),
                ("actor", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("detail", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "sequence"), name="cases_event_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("input_digest", models.CharField(max_length=64)),
                ("inputs", models.JSONField()),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_runs",
                        to="cases.case",
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="cases.checkrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("follows__isnull", True)),
                        fields=("case", "input_digest"),
                        name="cases_checkrun_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockEvent",
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
                            ("received", "Request received"),
                            ("urgency_set", "Urgency set"),
                            ("expedited", "Expedited answer asked for"),
                            ("information_requested", "Information requested"),
                            ("information_received", "Information received"),
                            ("information_closed", "Taken up again without an answer"),
                            ("decided", "Decided"),
                            ("oral_notice", "Decision told by voice"),
                            ("notified", "Notice sent"),
                            ("closed", "Closed without a decision"),
                        ],
                        max_length=24,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("source", models.CharField(max_length=80)),
                ("actor", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clock",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["kind", "at"], name="cases_clockevent_kind")],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "They called us"), ("out", "We called them")], max_length=4
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Telephone"),
                            ("voicemail", "Voicemail"),
                            ("in_person", "In person"),
                            ("message", "Portal or e-mail message"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "counterpart",
                    models.CharField(
                        choices=[
                            ("requester", "The requesting provider"),
                            ("requester_staff", "The requester's staff"),
                            ("member", "The member"),
                            ("representative", "The member's representative"),
                            ("facility", "The facility"),
                            ("other_plan", "Another plan"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "number",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number called or calling"
                    ),
                ),
                (
                    "verified",
                    models.CharField(
                        choices=[
                            ("called_back", "Called back on the number on file"),
                            ("two_identifiers", "Two identifiers of the member"),
                            ("npi_and_office", "NPI and office address"),
                            ("not_verified", "Not verified"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("asked", models.TextField(blank=True)),
                ("answered", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="cases.case",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="cases.contact",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("happened_at__lte", models.F("recorded_at"))),
                        name="cases_contact_not_in_future",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="cases_contact_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked", ""), _negated=True),
                            models.Q(("answered", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_contact_something_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("changes", models.JSONField()),
                ("asked_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.page",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="cases.contact",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "sequence"), name="cases_amendment_sequence"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact__isnull", False), ("page__isnull", False), _connector="XOR"
                        ),
                        name="cases_amendment_one_ground",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("raw", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("rejected", "Rejected"),
                            ("superseded", "Superseded"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("page", "A page of the record"),
                            ("contact", "A recorded contact"),
                            ("attestation", "The prescriber's attestation"),
                            ("plan_data", "The request or plan data"),
                            ("nothing_contrary", "Pages read, nothing contrary"),
                        ],
                        max_length=20,
                    ),
                ),
                ("proposal_key", models.CharField(max_length=64)),
                ("proposed_by", models.CharField(max_length=64)),
                ("settled_by", models.CharField(blank=True, max_length=64)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="cases.contact",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "confirmed")),
                        fields=("case", "name"),
                        name="cases_fact_one_confirmed",
                    ),
                    models.UniqueConstraint(
                        fields=("case", "name", "proposal_key"),
                        name="cases_fact_same_proposal_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "contact"), _negated=True),
                            ("contact__isnull", False),
                            _connector="OR",
                        ),
                        name="cases_fact_contact_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("box", models.JSONField()),
                ("quote", models.TextField()),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.page",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="cases.fact",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FactSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("facts", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="cases.case",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.policyrevision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "policy", "kind", "digest"), name="cases_snapshot_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
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
                            ("suggested", "Suggested (proposed and confirmed facts)"),
                            ("confirmed", "Confirmed facts only"),
                        ],
                        max_length=12,
                    ),
                ),
                ("facts_digest", models.CharField(max_length=64)),
                ("overall", models.CharField(max_length=8)),
                ("suggestion", models.CharField(max_length=24)),
                ("document", models.JSONField()),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="cases.case",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.policyrevision",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.factsnapshot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "kind", "policy", "facts_digest"),
                        name="cases_evaluation_same_facts_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("criterion_id", models.CharField(max_length=80)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("met", "Met"),
                            ("not_met", "Not met"),
                            ("unknown", "Cannot tell"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "suggested",
                    models.CharField(
                        choices=[
                            ("met", "Met"),
                            ("not_met", "Not met"),
                            ("unknown", "Cannot tell"),
                        ],
                        max_length=8,
                    ),
                ),
                ("agrees", models.BooleanField()),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "A page of the record"),
                            ("contact", "A recorded contact"),
                            ("attestation", "The prescriber's attestation"),
                            ("plan_data", "The request or plan data"),
                            ("nothing_contrary", "Pages read, nothing contrary"),
                        ],
                        max_length=20,
                    ),
                ),
                ("pages_read", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("reviewed_at", models.DateTimeField()),
                ("stale", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.contact",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.page",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.evaluation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "criterion_id"), name="cases_review_one_per_criterion"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "unknown"),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_review_rests_on_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "contact"), _negated=True),
                            ("contact__isnull", False),
                            _connector="OR",
                        ),
                        name="cases_review_contact_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_id", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=80)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("passed", "Passed"),
                            ("attention", "Needs attention"),
                            ("stops", "Cannot go on here"),
                            ("unknown", "Cannot tell"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("to_do", models.TextField(blank=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="cases.checkrun",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "check_id"), name="cases_finding_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="GateConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gate_id", models.CharField(max_length=40)),
                ("answer", models.CharField(max_length=40)),
                ("passed", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                ("confirmed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gates",
                        to="cases.case",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "gate_id"), name="cases_gate_one_per_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BenefitsTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("contract_unknown", "The group's contract is not on file"),
                            ("group_unknown", "No group is on file for a group's coverage"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To do"), ("done", "Settled")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "nothing_overrides",
                                "Nothing in a mandate or the contract overrides the policy",
                            ),
                            ("benefit_excluded", "The contract excludes the benefit"),
                            ("mandate_governs", "A state or federal mandate governs the request"),
                            ("not_needed", "No longer needed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("settled_by", models.CharField(blank=True, max_length=64)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefits_tasks",
                        to="cases.case",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.group",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["due_at", "id"],
                        name="cases_benefits_to_do",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("case",),
                        name="cases_benefits_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finding", ""),
                                ("settled_at__isnull", True),
                                ("settled_by", ""),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state", "done"),
                                models.Q(("finding", ""), _negated=True),
                                models.Q(("settled_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_benefits_settled_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["contract_unknown", "group_unknown"])),
                        name="cases_benefits_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "finding__in",
                                [
                                    "",
                                    "nothing_overrides",
                                    "benefit_excluded",
                                    "mandate_governs",
                                    "not_needed",
                                ],
                            )
                        ),
                        name="cases_benefits_finding_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("opened_at"))),
                        name="cases_benefits_due_after_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBenefitsTask",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("contract_unknown", "The group's contract is not on file"),
                            ("group_unknown", "No group is on file for a group's coverage"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To do"), ("done", "Settled")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "nothing_overrides",
                                "Nothing in a mandate or the contract overrides the policy",
                            ),
                            ("benefit_excluded", "The contract excludes the benefit"),
                            ("mandate_governs", "A state or federal mandate governs the request"),
                            ("not_needed", "No longer needed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("settled_by", models.CharField(blank=True, max_length=64)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.group",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical benefits task",
                "verbose_name_plural": "historical benefits tasks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCriterionReview",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("criterion_id", models.CharField(max_length=80)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("met", "Met"),
                            ("not_met", "Not met"),
                            ("unknown", "Cannot tell"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "suggested",
                    models.CharField(
                        choices=[
                            ("met", "Met"),
                            ("not_met", "Not met"),
                            ("unknown", "Cannot tell"),
                        ],
                        max_length=8,
                    ),
                ),
                ("agrees", models.BooleanField()),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "A page of the record"),
                            ("contact", "A recorded contact"),
                            ("attestation", "The prescriber's attestation"),
                            ("plan_data", "The request or plan data"),
                            ("nothing_contrary", "Pages read, nothing contrary"),
                        ],
                        max_length=20,
                    ),
                ),
                ("pages_read", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("reviewed_at", models.DateTimeField()),
                ("stale", models.BooleanField(default=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.contact",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.evaluation",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.page",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical criterion review",
                "verbose_name_plural": "historical criterion reviews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFact",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("raw", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("rejected", "Rejected"),
                            ("superseded", "Superseded"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("page", "A page of the record"),
                            ("contact", "A recorded contact"),
                            ("attestation", "The prescriber's attestation"),
                            ("plan_data", "The request or plan data"),
                            ("nothing_contrary", "Pages read, nothing contrary"),
                        ],
                        max_length=20,
                    ),
                ),
                ("proposal_key", models.CharField(max_length=64)),
                ("proposed_by", models.CharField(max_length=64)),
                ("settled_by", models.CharField(blank=True, max_length=64)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.contact",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical fact",
                "verbose_name_plural": "historical facts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGateConfirmation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("gate_id", models.CharField(max_length=40)),
                ("answer", models.CharField(max_length=40)),
                ("passed", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                ("confirmed_at", models.DateTimeField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical gate confirmation",
                "verbose_name_plural": "historical gate confirmations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInformationRequest",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("items", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting"),
                            ("answered", "Answered"),
                            ("closed", "No answer came"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical information request",
                "verbose_name_plural": "historical information requests",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRequestLine",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("product", models.CharField(max_length=120)),
                ("hcpcs", models.CharField(blank=True, max_length=5, verbose_name="HCPCS code")),
                ("ndc", models.CharField(blank=True, max_length=14, verbose_name="NDC")),
                (
                    "billing_units",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True),
                ),
                ("doses", models.PositiveSmallIntegerField(default=1)),
                (
                    "dose_amount",
                    models.CharField(blank=True, max_length=60, verbose_name="planned dose"),
                ),
                ("is_drug", models.BooleanField(default=True)),
                ("benefit", models.CharField(default="medical", max_length=12)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical request line",
                "verbose_name_plural": "historical request lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalVoidProposal",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second person"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical void proposal",
                "verbose_name_plural": "historical void proposals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="InformationRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("items", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting"),
                            ("answered", "Answered"),
                            ("closed", "No answer came"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information_requests",
                        to="cases.case",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "sequence"), name="cases_inforequest_sequence"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("case",),
                        name="cases_inforequest_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InformationAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.PositiveSmallIntegerField()),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_answers",
                        to="cases.contact",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.informationrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["item"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "item"), name="cases_infoanswer_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalOtherCoverage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("payer", models.CharField(max_length=120)),
                (
                    "order",
                    models.CharField(
                        choices=[
                            ("primary", "Pays before ours"),
                            ("secondary", "Pays after ours"),
                            ("unknown", "Order not known"),
                        ],
                        default="unknown",
                        max_length=12,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical other coverage",
                "verbose_name_plural": "historical other coverages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMember",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(db_index=True, max_length=32, verbose_name="member number"),
                ),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(max_length=80)),
                ("birth_date", models.DateField()),
                (
                    "sex",
                    models.CharField(
                        choices=[("F", "Female"), ("M", "Male"), ("U", "Not stated")],
                        default="U",
                        max_length=1,
                    ),
                ),
                ("address_line", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical member",
                "verbose_name_plural": "historical members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCoverage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "line_of_business",
                    models.CharField(
                        choices=[
                            ("commercial", "Commercial"),
                            ("marketplace", "Marketplace"),
                            ("medicare_advantage", "Medicare Advantage"),
                            ("medicaid", "Medicaid managed care"),
                            ("fep", "Federal Employee Program"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("erisa", "ERISA group"),
                            ("governmental", "Governmental group"),
                            ("church", "Church group"),
                            ("individual", "Individual"),
                            ("public", "Public programme"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "funding",
                    models.CharField(
                        choices=[
                            ("insured", "Insured"),
                            ("self_insured", "Self-insured, administered by us"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("ours", "Ours to decide"),
                            ("fep", "Federal Employee Program policy"),
                            ("other_plan", "Another Blue plan"),
                        ],
                        default="ours",
                        max_length=16,
                    ),
                ),
                ("grandfathered", models.BooleanField(default=False)),
                ("group_name", models.CharField(blank=True, max_length=120)),
                ("home_plan", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.group",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical coverage",
                "verbose_name_plural": "historical coverages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MemberConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number_read", models.CharField(max_length=32)),
                ("birth_date_read", models.DateField()),
                ("confirmed_by", models.CharField(max_length=64)),
                ("confirmed_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_confirmation",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OtherCoverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("payer", models.CharField(max_length=120)),
                (
                    "order",
                    models.CharField(
                        choices=[
                            ("primary", "Pays before ours"),
                            ("secondary", "Pays after ours"),
                            ("unknown", "Order not known"),
                        ],
                        default="unknown",
                        max_length=12,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="other_coverages",
                        to="cases.member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="cases_othercoverage_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        fields=("member", "payer", "starts_on"),
                        name="cases_othercoverage_unique_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PagePlacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page_number", models.PositiveIntegerField()),
                (
                    "disposition",
                    models.CharField(
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
                (
                    "document_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("request_form", "Request form"),
                            ("letter_of_medical_necessity", "Letter of medical necessity"),
                            ("clinic_note", "Clinic note or history"),
                            ("flow_cytometry", "Flow cytometry report"),
                            ("genetic_report", "Genetic report"),
                            ("hla_typing", "HLA typing"),
                            ("lab_report", "Laboratory report"),
                            ("treatment_plan", "Treatment plan or attestation"),
                            ("appeal_letter", "Letter of appeal"),
                            ("correspondence", "Correspondence"),
                            ("other", "Other record"),
                        ],
                        max_length=32,
                    ),
                ),
                ("placed_by", models.CharField(max_length=64)),
                ("placed_at", models.DateTimeField()),
                (
                    "case_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="cases.casedocument",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.receipt",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["document", "page_number"], name="cases_placement_page"),
                    models.Index(
                        condition=models.Q(("disposition", "misdirected")),
                        fields=["receipt", "page_number"],
                        name="cases_placement_misdirected",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("receipt", "page_number"), name="cases_placement_one_per_page"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disposition", "case"), _negated=True),
                            ("case_document__isnull", False),
                            _connector="OR",
                        ),
                        name="cases_placement_case_named",
                    ),
                ],
            },
        ),
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
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.receipt",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["receipt", "id"], name="cases_privacynote_receipt")
                ],
                "constraints": [
                    models.CheckConstraint(
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCase",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_index=True, max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ready", "Ready for review"),
                            ("in_review", "In review"),
                            ("pended", "Waiting for information"),
                            ("referred", "With medical director"),
                            ("determined", "Determined"),
                            ("redirected", "Redirected"),
                            ("withdrawn", "Withdrawn"),
                            ("void", "Entered in error"),
                        ],
                        default=cases.domain.lifecycle.Status["READY"],
                        max_length=16,
                    ),
                ),
                (
                    "place_of_service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("inpatient", "Inpatient hospital (21)"),
                            ("hospital_outpatient", "Hospital outpatient, on campus (22)"),
                            ("hospital_outpatient_off", "Hospital outpatient, off campus (19)"),
                            ("office", "Office (11)"),
                            ("home", "Home (12)"),
                        ],
                        max_length=32,
                    ),
                ),
                (
                    "request_type",
                    models.CharField(
                        choices=[
                            ("initial", "First authorization"),
                            ("extension", "More time for a dose not yet given"),
                            ("repeat", "Another dose after one was given"),
                        ],
                        default="initial",
                        max_length=16,
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("standard", "Standard"), ("expedited", "Expedited")],
                        default="standard",
                        max_length=12,
                    ),
                ),
                (
                    "diagnosis_code",
                    models.CharField(blank=True, max_length=10, verbose_name="ICD-10 code"),
                ),
                ("diagnosis_text", models.CharField(blank=True, max_length=160)),
                ("indication", models.CharField(blank=True, max_length=32)),
                ("service_from", models.DateField(blank=True, null=True)),
                ("service_to", models.DateField(blank=True, null=True)),
                (
                    "weight_kg",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True),
                ),
                ("weighed_on", models.DateField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "coverage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.coverage",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.facility",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="criteria.policyrevision",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.member",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical case",
                "verbose_name_plural": "historical cases",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deny", "Criteria not met"),
                            ("lack_of_information", "Information not received"),
                            ("physician_judgement", "Needs a physician's judgement"),
                            ("case_by_case", "Case by case (retreatment)"),
                        ],
                        max_length=24,
                    ),
                ),
                ("rationale", models.TextField()),
                ("question", models.TextField(blank=True)),
                ("answers", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="cases.case",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.evaluation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "sequence"), name="cases_recommendation_sequence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Determination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("approved", "Approved"), ("denied", "Denied")], max_length=20
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clinical", "Medical necessity not shown"),
                            ("lack_of_information", "Clinical information not received"),
                            ("partial", "Less than requested"),
                            ("investigational", "Investigational"),
                            ("administrative", "Benefit or eligibility"),
                        ],
                        max_length=24,
                    ),
                ),
                ("rationale", models.TextField()),
                ("answers", models.JSONField()),
                ("plan_settings", models.PositiveBigIntegerField()),
                ("signer_role", models.CharField(max_length=32)),
                ("signer_licence", models.CharField(blank=True, max_length=60)),
                ("decided_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="determinations",
                        to="cases.case",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="criteria.policyrevision",
                    ),
                ),
                (
                    "preparer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.determination",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.evaluation",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.recommendation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "sequence"), name="cases_determination_sequence"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "approved"),
                            models.Q(("signer", models.F("preparer")), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_determination_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "approved"),
                            models.Q(("category", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cases_determination_adverse_category",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "category__in",
                                    [
                                        "clinical",
                                        "lack_of_information",
                                        "partial",
                                        "investigational",
                                    ],
                                ),
                                _negated=True,
                            ),
                            ("signer_role", "medical_director"),
                            _connector="OR",
                        ),
                        name="cases_determination_physician_signs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "urgency",
                    models.CharField(
                        choices=[("standard", "Standard"), ("expedited", "Expedited")],
                        max_length=12,
                    ),
                ),
                (
                    "filed_by",
                    models.CharField(
                        choices=[
                            ("member", "The member, or a parent of a minor"),
                            ("representative", "An appointed representative"),
                            ("provider", "The treating provider"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("assigned", "With a reviewer"),
                            ("closed", "Closed"),
                        ],
                        default=cases.domain.appeals.AppealState["RECEIVED"],
                        max_length=16,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("paper", "On paper"), ("phone", "By phone")], max_length=8
                    ),
                ),
                ("asked", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=64)),
                ("file_by", models.DateField(blank=True, null=True)),
                ("filed_late", models.BooleanField()),
                ("filing_why", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("due_rule", models.CharField(max_length=60)),
                ("due_limit", models.CharField(max_length=40)),
                ("due_cite", models.CharField(max_length=200)),
                ("rule_to_verify", models.BooleanField(default=False)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closing_note", models.TextField(blank=True)),
                (
                    "receipt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.receipt",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="cases.case",
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="cases.determination",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "due_at", "id"], name="cases_appeal_queue")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "sequence"), name="cases_appeal_sequence"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("determination", "level"),
                        name="cases_appeal_one_open_per_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "acknowledged", "assigned", "closed"])
                        ),
                        name="cases_appeal_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filed_by__in", ["member", "representative", "provider"])
                        ),
                        name="cases_appeal_filed_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 2)),
                        name="cases_appeal_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "paper"), ("receipt__isnull", False)),
                            models.Q(("channel", "phone"), ("receipt__isnull", True)),
                            _connector="OR",
                        ),
                        name="cases_appeal_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received_at__lte", models.F("recorded_at"))),
                        name="cases_appeal_received_before_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "assigned"), _negated=True),
                            ("reviewer__isnull", False),
                            _connector="OR",
                        ),
                        name="cases_appeal_assigned_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_appeal_closed_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAppeal",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "urgency",
                    models.CharField(
                        choices=[("standard", "Standard"), ("expedited", "Expedited")],
                        max_length=12,
                    ),
                ),
                (
                    "filed_by",
                    models.CharField(
                        choices=[
                            ("member", "The member, or a parent of a minor"),
                            ("representative", "An appointed representative"),
                            ("provider", "The treating provider"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("assigned", "With a reviewer"),
                            ("closed", "Closed"),
                        ],
                        default=cases.domain.appeals.AppealState["RECEIVED"],
                        max_length=16,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("paper", "On paper"), ("phone", "By phone")], max_length=8
                    ),
                ),
                ("asked", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=64)),
                ("file_by", models.DateField(blank=True, null=True)),
                ("filed_late", models.BooleanField()),
                ("filing_why", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("due_rule", models.CharField(max_length=60)),
                ("due_limit", models.CharField(max_length=40)),
                ("due_cite", models.CharField(max_length=200)),
                ("rule_to_verify", models.BooleanField(default=False)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closing_note", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.determination",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.receipt",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical appeal",
                "verbose_name_plural": "historical appeals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPeerToPeer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("physician", models.CharField(max_length=120, verbose_name="the doctor who asks")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("scheduled", "Arranged"),
                            ("held", "Held"),
                            ("not_held", "Not held"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                ("window_end", models.DateField(blank=True, null=True)),
                ("scheduled_for", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld: the physician's view did not change"),
                            ("overturned", "Overturned: the request should be approved"),
                            ("partly", "Partly: some of it should be approved"),
                            ("not_held", "Not held"),
                        ],
                        max_length=12,
                    ),
                ),
                ("new_information", models.BooleanField(blank=True, null=True)),
                ("summary", models.TextField(blank=True)),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.contact",
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.determination",
                    ),
                ),
                (
                    "director",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical peer to peer",
                "verbose_name_plural": "historical peer to peers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Letter",
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
                            ("approval", "Approval"),
                            ("adverse", "Adverse determination"),
                            ("information_request", "Information request"),
                        ],
                        max_length=24,
                    ),
                ),
                ("recipient", models.CharField(max_length=16)),
                ("template_id", models.CharField(max_length=40)),
                ("template_version", models.CharField(max_length=20)),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="cases.case",
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="cases.determination",
                    ),
                ),
                (
                    "information_request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="cases.informationrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("determination", "recipient"),
                        name="cases_letter_once_per_recipient",
                    ),
                    models.UniqueConstraint(
                        fields=("information_request", "recipient"),
                        name="cases_letter_once_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("determination__isnull", False),
                            ("information_request__isnull", False),
                            _connector="XOR",
                        ),
                        name="cases_letter_one_cause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OralNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oral_notice",
                        to="cases.contact",
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oral_notices",
                        to="cases.determination",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PeerToPeer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("physician", models.CharField(max_length=120, verbose_name="the doctor who asks")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("scheduled", "Arranged"),
                            ("held", "Held"),
                            ("not_held", "Not held"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                ("window_end", models.DateField(blank=True, null=True)),
                ("scheduled_for", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld: the physician's view did not change"),
                            ("overturned", "Overturned: the request should be approved"),
                            ("partly", "Partly: some of it should be approved"),
                            ("not_held", "Not held"),
                        ],
                        max_length=12,
                    ),
                ),
                ("new_information", models.BooleanField(blank=True, null=True)),
                ("summary", models.TextField(blank=True)),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peer_calls",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peer_call",
                        to="cases.contact",
                    ),
                ),
                (
                    "determination",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peer_calls",
                        to="cases.determination",
                    ),
                ),
                (
                    "director",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["sequence"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "sequence"), name="cases_peer_sequence"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["requested", "scheduled"])),
                        fields=("case",),
                        name="cases_peer_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), _negated=True),
                            models.Q(
                                ("director__isnull", False),
                                ("new_information__isnull", False),
                                ("outcome__in", ["upheld", "overturned", "partly"]),
                            ),
                            _connector="OR",
                        ),
                        name="cases_peer_held_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_held"), _negated=True),
                            ("outcome", "not_held"),
                            _connector="OR",
                        ),
                        name="cases_peer_not_held_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeerToPeerAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peer_attempt",
                        to="cases.contact",
                    ),
                ),
                (
                    "peer_call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="cases.peertopeer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RequestLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("product", models.CharField(max_length=120)),
                ("hcpcs", models.CharField(blank=True, max_length=5, verbose_name="HCPCS code")),
                ("ndc", models.CharField(blank=True, max_length=14, verbose_name="NDC")),
                (
                    "billing_units",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True),
                ),
                ("doses", models.PositiveSmallIntegerField(default=1)),
                (
                    "dose_amount",
                    models.CharField(blank=True, max_length=60, verbose_name="planned dose"),
                ),
                ("is_drug", models.BooleanField(default=True)),
                ("benefit", models.CharField(default="medical", max_length=12)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "number"), name="cases_line_unique_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("doses__gte", 1)), name="cases_line_doses_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeterminationLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("approved", "Approved"), ("denied", "Denied")], max_length=20
                    ),
                ),
                ("doses", models.PositiveSmallIntegerField(default=0)),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cases.determination",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.requestline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("determination", "line"), name="cases_determinationline_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Authorization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                ("doses", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                (
                    "determination_line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="cases.determinationline"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="cases_authorization_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("doses__gte", 1)), name="cases_authorization_doses"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewNote",
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
                        choices=[("return", "Returned with a question")], max_length=16
                    ),
                ),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="cases.case",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
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
                (
                    "copy_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.receipt",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.receipt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["no_request", "duplicate", "misdirected", "unreadable"])
                        ),
                        name="cases_settlement_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("copy_of__isnull", False), ("kind", "duplicate")),
                            models.Q(
                                models.Q(("kind", "duplicate"), _negated=True),
                                ("copy_of__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_settlement_copy_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("copy_of", models.F("receipt")), _negated=True),
                        name="cases_settlement_not_of_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="cases_settlement_reason_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreatmentCentre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("policy", models.CharField(max_length=64)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="centres",
                        to="cases.facility",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="cases_centre_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        fields=("facility", "policy", "starts_on"), name="cases_centre_unique_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoidProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second person"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voids",
                        to="cases.case",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("case",),
                        name="cases_void_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("settled_by__isnull", False),
                                models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cases_void_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="cases.case",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="cases.contact",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.page",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact__isnull", False), ("page__isnull", False), _connector="XOR"
                        ),
                        name="cases_withdrawal_one_ground",
                    )
                ],
            },
        ),
    ]
