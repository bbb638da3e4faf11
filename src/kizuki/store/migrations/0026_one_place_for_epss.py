"""EPSS scores stand with the other signals of a vulnerability, where assessments read them; nobody read these."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0025_holds_and_erasures")]

    operations: ClassVar = [migrations.DeleteModel("ExploitScore")]
