"""A line of the journal says how the row stood that a verb changes: what was altered past the program stays said."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0050_when_work_was_asked_for")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="journalline",
            name="before",
            field=models.TextField(db_default="", default=""),
        )
    ]
