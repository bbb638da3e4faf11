"""When a task was asked for is read by nobody: since when it waits stands beside it."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0049_names_of_the_company_and_drafts")]

    operations: ClassVar = [migrations.RemoveField(model_name="outboxtask", name="created_at")]
