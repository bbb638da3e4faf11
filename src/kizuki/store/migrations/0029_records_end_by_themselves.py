"""Rows that belong to no case say when their words were erased, and people say when the use of such records ended. The
digest of a person's row holds the digest of the password's hash, not the hash: such a row goes with an export."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0028_notices")]

    rewrites: ClassVar = ("store_user",)

    operations: ClassVar = [
        *(
            migrations.AddField(model_name=name, name="erased_at", field=models.DateTimeField(null=True))
            for name in ("confirmedalias", "delegation", "sitenote")
        ),
        migrations.AddField(
            model_name="recorduse",
            name="subject",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="recorduse",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="store.case"
            ),
        ),
    ]
