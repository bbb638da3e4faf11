"""What is told of devices and hospitals in open objects is sealed, and what changed in the evidence of an assessment; of
what kind a device is, which says how long its records are kept, is a column of codes that an erasure leaves.

The type of a column is the same in the database, so that no table is copied for it; the words that stand are sealed by a
verb at the next start (`seal_standing_texts`), after the rows were committed to anew.
"""

import json
from typing import Any, ClassVar

from django.db import migrations, models

import kizuki.store.models.json_field
import kizuki.store.sealing.field

_SEALED = (
    ("assessmentdifference", "changes"),
    ("device", "details"),
    ("device", "profile"),
    ("device", "scoring_profile"),
    ("devicetraits", "body"),
    ("hospital", "profile"),
    ("hospital", "scoring_profile"),
)


def take_categories_out(_apps: Any, schema_editor: Any) -> None:
    """`profile.retention.categories` becomes the column `categories`; what else stands in a profile stays."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, profile FROM store_device ORDER BY id")
        for pk, kept in cursor.fetchall():
            profile = json.loads(kept)
            told = profile.get("retention")
            if not isinstance(told, dict) or "categories" not in told:
                continue
            rest = {key: value for key, value in profile.items() if key != "retention"}
            others = {key: value for key, value in told.items() if key != "categories"}
            cursor.execute(
                "UPDATE store_device SET categories = %s, profile = %s WHERE id = %s",
                [_text(sorted(told["categories"])), _text(rest | ({"retention": others} if others else {})), pk],
            )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0031_stored_as_told")]

    rewrites: ClassVar = ("store_assessmentdifference", "store_device", "store_devicetraits", "store_hospital")

    operations: ClassVar = [
        *(
            migrations.AddField(
                model_name=model,
                name=f"{name}_commitment",
                field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
            )
            for model, name in _SEALED
        ),
        migrations.AddField(
            model_name="device",
            name="categories",
            field=kizuki.store.models.json_field.JsonField(default=list),
        ),
        *(
            migrations.AddField(model_name=model, name="erased_at", field=models.DateTimeField(null=True))
            for model in ("assessmentdifference", "devicetraits")
        ),
        migrations.RunPython(take_categories_out, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name=model,
                    name=name,
                    field=kizuki.store.sealing.field.SealedJsonField(
                        blank=True,
                        commitment=f"{name}_commitment",
                        default=list if name == "changes" else dict,
                        row=("id",),
                    ),
                )
                for model, name in _SEALED
            ]
        ),
    ]
