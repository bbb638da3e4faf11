"""The triggers that guard the record."""

from typing import Any, ClassVar

from django.db import migrations

from kizuki.store.audit.triggers import install_triggers


def _install(_apps: Any, schema_editor: Any) -> None:
    install_triggers(schema_editor.connection.alias)


class Migration(migrations.Migration):
    """Later tables get theirs by `post_migrate`, which installs all of them again."""

    dependencies: ClassVar = [("store", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_install, migrations.RunPython.noop)]
