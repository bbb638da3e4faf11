"""What is owed for information, or for a device's period, belongs to it as a row, so that it is hidden with it."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


def _lead(_apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        # The guard refuses any change of what has ended; `post_migrate` installs it again.
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS kizuki_store_obligation_update")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS kizuki_store_obligation_change ON store_obligation")
        cursor.execute("SELECT id, owner FROM store_obligation WHERE case_id IS NULL ORDER BY id")
        for pk, owner in cursor.fetchall():
            kind, _, rest = owner.partition(":")
            column = {"information": "information_id", "period": "device_id"}[kind]
            number = int(rest.partition(":")[0])
            cursor.execute(f"UPDATE store_obligation SET {column} = %s WHERE id = %s", [number, pk])  # noqa: S608


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0026_one_place_for_epss")]
    rewrites: ClassVar = ("store_obligation",)

    operations: ClassVar = [
        migrations.AddField(
            model_name="obligation",
            name="information",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="obligations",
                to="store.safetyinformation",
            ),
        ),
        migrations.AddField(
            model_name="obligation",
            name="device",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="obligations", to="store.device"
            ),
        ),
        migrations.RunPython(_lead, migrations.RunPython.noop),
    ]
