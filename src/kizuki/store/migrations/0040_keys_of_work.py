"""What may be asked for once has a key that is unique."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0039_joined_names_and_design")]

    operations: ClassVar = [
        migrations.AddField("outboxtask", "key", models.CharField(max_length=80, null=True, unique=True)),
    ]
