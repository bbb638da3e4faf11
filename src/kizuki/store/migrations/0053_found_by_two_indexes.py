"""What a release has is found by two indexes over both columns: one over each column alone has no reader."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


def drop_what_has_no_reader(_apps: Any, editor: Any) -> None:
    """By name: to alter the columns would write a large table anew on SQLite."""
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, "store_releasecomponent")
    for name, row in found.items():
        alone = row["columns"] in (["release_id"], ["component_id"])
        if alone and row["index"] and not row["unique"] and not row["foreign_key"]:
            editor.execute(f"DROP INDEX {editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0052_what_information_tells_of_harm")]

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="releasecomponent",
                    name=name,
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name=related,
                        to=f"store.{name}",
                    ),
                )
                for name, related in (("release", "components"), ("component", "releases"))
            ],
            database_operations=[migrations.RunPython(drop_what_has_no_reader, migrations.RunPython.noop)],
        )
    ]
