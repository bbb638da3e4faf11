"""What others say of a vulnerability stands in one table, by CVE number and asserter, with its events beside it.

Until now the catalogue of known exploited ones stood in two tables. When it was learned is the instant at which the
document that first had the number was kept.
"""

import json
from datetime import date
from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

import kizuki.store.models.json_field

_AT_A_TIME = 500


def carry(apps: Any, schema_editor: Any) -> None:
    """The catalogue and the scores of before, and of each known exploited one that it was said."""
    # A backup is brought up in a database of its own.
    using = schema_editor.connection.alias
    names = ("CveSignal", "SignalEvent", "SignalSource", "KnownExploited")
    signal, event, source, listed = (apps.get_model("store", name) for name in names)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT cve, kev, epss FROM store_oldsignal ORDER BY cve")
        told = {cve: (_value(kev), _value(epss)) for cve, kev, epss in cursor.fetchall()}
    signals, events = [], []
    for row in listed.objects.using(using).select_related("source").defer("source__content"):
        kev, _ = told.get(row.cve, (None, None))
        due_on = row.due_on.isoformat() if row.due_on else ""
        told_before = {"added_on": row.added_on.isoformat(), "due_on": due_on, "ransomware": row.ransomware}
        value = kev or told_before
        when = {"said_on": row.added_on, "source_id": row.source_id}
        signals.append(signal(cve=row.cve, asserter="kev", value=value, learned_at=row.source.kept_at, **when))
        events.append(
            event(name=row.cve, asserter="kev", change="asserted", value=value, at=row.source.kept_at, **when)
        )
    scores = source.objects.using(using).filter(kind="epss").first()
    for cve, (_, epss) in told.items():
        if epss and scores is not None:
            signals.append(
                signal(
                    cve=cve,
                    asserter="epss",
                    value=epss,
                    said_on=_day(epss.get("scored_on")),
                    source_id=scores.source_id,
                    learned_at=scores.kept_at,
                )
            )
    signal.objects.using(using).bulk_create(signals, batch_size=_AT_A_TIME)
    event.objects.using(using).bulk_create(events, batch_size=_AT_A_TIME)


def _value(kept: str | None) -> dict[str, Any] | None:
    return None if kept is None else json.loads(kept)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0032_told_of_devices_is_sealed")]
    rewrites: ClassVar = ("store_signalevent",)

    operations: ClassVar = [
        # A table of another name keeps the names of its constraints on PostgreSQL: the rows go aside, not the table.
        migrations.RunSQL("CREATE TABLE store_oldsignal AS SELECT cve, kev, epss FROM store_cvesignal"),
        migrations.DeleteModel("CveSignal"),
        migrations.AddField("signalsource", "rows", models.PositiveIntegerField(null=True)),
        migrations.CreateModel(
            name="CveSignal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cve", models.CharField(max_length=32)),
                ("asserter", models.CharField(max_length=8)),
                ("value", kizuki.store.models.json_field.JsonField()),
                ("said_on", models.DateField(null=True)),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.storeddocument"),
                ),
                ("learned_at", models.DateTimeField()),
                ("retracted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SignalEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=200)),
                ("asserter", models.CharField(max_length=16)),
                (
                    "change",
                    models.CharField(
                        choices=[("asserted", "asserted"), ("retracted", "retracted"), ("returned", "returned")],
                        max_length=9,
                    ),
                ),
                ("value", kizuki.store.models.json_field.JsonField(default=dict)),
                ("said_on", models.DateField(null=True)),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.storeddocument"),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="cvesignal",
            index=models.Index(fields=["asserter", "cve"], name="signal_by_asserter"),
        ),
        migrations.AddConstraint(
            model_name="cvesignal",
            constraint=models.UniqueConstraint(fields=("cve", "asserter"), name="one_signal_per_cve_and_asserter"),
        ),
        migrations.CreateModel(
            name="ComponentMerge",
            fields=[
                (
                    "old",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="merge",
                        serialize=False,
                        to="store.component",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="store.component"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplierStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=200)),
                ("author", models.TextField(blank=True)),
                ("status", models.CharField(max_length=20)),
                ("stated_at", models.CharField(blank=True, max_length=40)),
                ("body", models.TextField()),
                ("learned_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.storeddocument"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplierStatementName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=200)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="store.supplierstatement",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="supplierstatement",
            constraint=models.UniqueConstraint(fields=("document", "place"), name="one_statement_per_place"),
        ),
        migrations.CreateModel(
            name="SearchTally",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("in_words", models.PositiveIntegerField()),
                ("named", models.PositiveIntegerField()),
                ("too_common", models.PositiveIntegerField()),
                ("not_matchable", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="searchtally",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="one_search_tally"),
        ),
        migrations.AddField("component", "left_out", models.BooleanField(null=True)),
        migrations.AddIndex(
            model_name="component",
            index=models.Index(condition=models.Q(("left_out", None)), fields=["id"], name="component_not_counted"),
        ),
        migrations.RunPython(carry, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL("DROP TABLE store_oldsignal"),
        migrations.DeleteModel("KnownExploited"),
    ]
