"""Texts that may name persons are sealed under a key; those that stand already are sealed here."""

from typing import Any, ClassVar

from django.db import migrations, models

import kizuki.store.sealing.field
from kizuki.store.audit.chain import append
from kizuki.store.sealing.texts import seal

_ROWS_AT_A_TIME = 1_000


def _seal_standing_texts(_apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        # The guard of the release before knows erasing only; `post_migrate` installs that of this one.
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS kizuki_store_narrative_update")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS kizuki_store_narrative_change ON store_narrative")
        last = 0
        while True:
            cursor.execute(
                "SELECT id, case_id, kind, revision, place, body FROM store_narrative"
                " WHERE id > %s AND erased_at IS NULL AND commitment = '' ORDER BY id LIMIT %s",
                [last, _ROWS_AT_A_TIME],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            sealed = [
                (*seal(body, "|".join(("store_narrative.body", *map(str, named)))), row) for row, *named, body in rows
            ]
            append(
                actor="program:upgrade",
                verb="reseal_texts",
                subjects=[f"text:{commitment}" for _, commitment, _ in sealed],
                payload={"texts": len(sealed)},
                using=connection.alias,
            )
            cursor.executemany("UPDATE store_narrative SET body = %s, commitment = %s WHERE id = %s", sealed)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0005_clocks")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="narrative",
            name="commitment",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="narrative",
            name="body",
            field=kizuki.store.sealing.field.SealedTextField(
                blank=True, commitment="commitment", row=("case_id", "kind", "revision", "place")
            ),
        ),
        migrations.RunPython(_seal_standing_texts, migrations.RunPython.noop),
    ]
