"""The person on duty is called about information that may tell of a death, before it is a case."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0053_found_by_two_indexes")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="dutycall",
            name="information",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duty_calls",
                to="store.safetyinformation",
            ),
        ),
        migrations.AlterField(
            model_name="dutycall",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duty_calls",
                to="store.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutycall",
            constraint=models.UniqueConstraint(
                fields=("information", "number"), name="one_call_per_number_of_information"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutycall",
            constraint=models.CheckConstraint(
                condition=models.Q(("case__isnull", False), ("information__isnull", True))
                | models.Q(("case__isnull", True), ("information__isnull", False)),
                name="a_call_is_about_one_thing",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="information",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="store.safetyinformation",
            ),
        ),
    ]
