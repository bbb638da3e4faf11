"""Lists of findings begin in their own order, and components are searched by a part of their name.

What was kept before is filled in: the names as they are searched, and which device has which match.
"""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import kizuki.store.models.json_field
from kizuki.core.sbom import Component
from kizuki.core.sbom.searching import maker_of, name_key

_AT_A_TIME = 2_000
_DEVICE_MATCHES = """
INSERT INTO store_devicematch (device_id, match_id, verdict, exploited, waits_since)
SELECT r.device_id, m.id, m.verdict, a.known_exploited_on IS NOT NULL,
  MIN(CASE WHEN t.id IS NULL THEN m.first_on
           WHEN t.verdict <> m.verdict OR t.advisory_revision <> a.revision
           THEN CASE WHEN t.expires_on < m.last_on THEN t.expires_on ELSE m.last_on END
           ELSE t.expires_on END)
FROM store_match m JOIN store_advisory a ON a.id = m.advisory_id
  JOIN store_releasecomponent rc ON rc.component_id = m.component_id
  JOIN store_release r ON r.id = rc.release_id
  LEFT JOIN store_triage t ON t.match_id = m.id AND t.release_id = r.id
WHERE m.active GROUP BY r.device_id, m.id, m.verdict, a.known_exploited_on
"""


def fill(_apps: Any, schema_editor: Any) -> None:
    """Names of components as they are searched, and the matches of each device."""
    after = 0
    with schema_editor.connection.cursor() as cursor:
        while rows := _components(cursor, after):
            keys = [(name_key(read.name), name_key(maker_of(read)), pk) for pk, read in rows]
            cursor.executemany("UPDATE store_component SET name_key = %s, maker_key = %s WHERE id = %s", keys)
            names = sorted({key for row in keys for key in row[:2]} - {""})
            cursor.executemany(
                "INSERT INTO store_componentname (key) VALUES (%s) ON CONFLICT DO NOTHING",
                [(name,) for name in names],
            )
            after = rows[-1][0]
        cursor.execute(_DEVICE_MATCHES)
        cursor.execute(
            "UPDATE store_advisory SET configured = %s WHERE body LIKE %s", [True, '%%"configurations":[{%%']
        )


def _components(cursor: Any, after: int) -> list[tuple[int, Component]]:
    cursor.execute(
        "SELECT id, name, purl, cpe, body FROM store_component WHERE id > %s ORDER BY id LIMIT %s",
        [after, _AT_A_TIME],
    )
    return [
        (pk, Component(ref="", name=name, purl=purl, cpe=cpe, supplier=json.loads(body)["supplier"]))
        for pk, name, purl, cpe, body in cursor.fetchall()
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0030_sending"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComponentName",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="DeviceMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("exploited", models.BooleanField()),
                ("waits_since", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("evidence", kizuki.store.models.json_field.JsonField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="match",
            name="match_by_verdict",
        ),
        migrations.AddField(
            model_name="advisory",
            name="configured",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="component",
            name="maker_key",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="component",
            name="name_key",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddIndex(
            model_name="component",
            index=models.Index(fields=["name_key"], name="component_by_name"),
        ),
        migrations.AddIndex(
            model_name="component",
            index=models.Index(fields=["maker_key"], name="component_by_maker"),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(condition=models.Q(("active", True)), fields=["id"], name="active_match"),
        ),
        migrations.AddField(
            model_name="devicematch",
            name="device",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.device"
            ),
        ),
        migrations.AddField(
            model_name="devicematch",
            name="match",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.match"),
        ),
        migrations.AddField(
            model_name="releaseverdict",
            name="match",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="in_releases", to="store.match"
            ),
        ),
        migrations.AddField(
            model_name="releaseverdict",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.release"
            ),
        ),
        migrations.AddIndex(
            model_name="devicematch",
            index=models.Index(fields=["device", "verdict", "match"], name="device_match_by_verdict"),
        ),
        migrations.AddIndex(
            model_name="devicematch",
            index=models.Index(fields=["verdict", "match", "device"], name="match_by_verdict_first"),
        ),
        migrations.AddIndex(
            model_name="devicematch",
            index=models.Index(
                condition=models.Q(("waits_since__isnull", False)),
                fields=["device", "waits_since", "match", "verdict"],
                name="device_match_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="devicematch",
            index=models.Index(
                condition=models.Q(("waits_since__isnull", False)),
                fields=["waits_since", "match", "device", "verdict"],
                name="match_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="devicematch",
            index=models.Index(
                condition=models.Q(("exploited", True)),
                fields=["match", "device", "verdict"],
                name="match_exploited_first",
            ),
        ),
        migrations.AddIndex(
            model_name="devicematch",
            index=models.Index(
                condition=models.Q(("exploited", True)),
                fields=["device", "match", "verdict"],
                name="device_match_exploited",
            ),
        ),
        migrations.AddConstraint(
            model_name="devicematch",
            constraint=models.UniqueConstraint(fields=("device", "match", "verdict"), name="device_match_once"),
        ),
        migrations.AddConstraint(
            model_name="releaseverdict",
            constraint=models.UniqueConstraint(fields=("match", "release"), name="one_verdict_per_match_and_release"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
