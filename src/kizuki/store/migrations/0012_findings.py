import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kizuki.store.models.json_field


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0011_first_load"),
    ]

    operations = [
        migrations.AddField(
            model_name="match",
            name="retrieved_on",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="advisory",
            index=models.Index(
                condition=models.Q(("known_exploited_on__isnull", False)),
                fields=["known_exploited_on"],
                name="advisory_known_exploited",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["device", "state"], name="case_by_device"),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["active", "verdict", "id"], name="match_by_verdict"),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                fields=["component", "active", "verdict", "advisory", "first_on", "last_on"],
                name="match_by_component",
            ),
        ),
        migrations.AddIndex(
            model_name="releasecomponent",
            index=models.Index(fields=["component", "release"], name="release_by_component"),
        ),
        migrations.CreateModel(
            name="TriageLimit",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("business_days", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_triage_limit")],
            },
        ),
        migrations.CreateModel(
            name="DeviceTally",
            fields=[
                (
                    "device",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="store.device",
                    ),
                ),
                ("generation", models.PositiveBigIntegerField(default=1)),
                ("counted", models.PositiveBigIntegerField(default=0)),
                ("components", models.PositiveIntegerField(default=0)),
                ("affected", models.PositiveIntegerField(default=0)),
                ("undetermined", models.PositiveIntegerField(default=0)),
                ("unmatchable", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="ConfirmedAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("maker", models.TextField(blank=True)),
                ("name_key", models.TextField()),
                ("maker_key", models.TextField(blank=True)),
                ("purl", models.TextField(blank=True)),
                ("cpe", models.TextField(blank=True)),
                ("reason", models.TextField()),
                ("confirmed_by", models.CharField(max_length=200)),
                ("confirmed_on", models.DateField()),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_why", models.TextField(blank=True)),
            ],
            options={
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="SiteNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="site_notes", to="store.hospital"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("other_device", "other_device"), ("connected_system", "connected_system")],
                        max_length=16,
                    ),
                ),
                ("about", models.CharField(max_length=200)),
                ("body", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="TriageJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("triage", "triage"), ("suppress", "suppress"), ("lift", "lift")], max_length=8
                    ),
                ),
                ("state", models.CharField(blank=True, max_length=20)),
                ("justification", models.CharField(blank=True, max_length=60)),
                ("reason", models.TextField(blank=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("expires_on", models.DateField(null=True)),
                ("reportable_on", models.DateField(null=True)),
                ("findings", kizuki.store.models.json_field.JsonField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Triage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.match"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.release"
                    ),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.triagejudgement"
                    ),
                ),
                ("expires_on", models.DateField(null=True)),
                ("advisory_revision", models.PositiveIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("affected", "affected"),
                            ("not_affected", "not_affected"),
                            ("undetermined", "undetermined"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("under_investigation", "under_investigation"),
                            ("affected", "affected"),
                            ("not_affected", "not_affected"),
                            ("fixed", "fixed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("triaged_on", models.DateField()),
                ("reportable_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "match", "release"], name="triage_by_state")],
                "constraints": [models.UniqueConstraint(fields=("match", "release"), name="one_triage_per_finding")],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.match"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.release"
                    ),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.triagejudgement"
                    ),
                ),
                ("expires_on", models.DateField(null=True)),
                ("advisory_revision", models.PositiveIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("affected", "affected"),
                            ("not_affected", "not_affected"),
                            ("undetermined", "undetermined"),
                        ],
                        max_length=16,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("match", "release"), name="one_suppression_per_finding")
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(default="everything", max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("cancelled", "cancelled"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("cursor", models.PositiveBigIntegerField(default=0)),
                ("until", models.PositiveBigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("of", models.PositiveIntegerField(default=0)),
                ("new", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("ended", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=("kind",),
                        name="one_match_run_at_a_time",
                    )
                ],
            },
        ),
    ]
