"""Findings are put in the order of EPSS: the score of a signal gets a column and an index of its own."""

from typing import Any, ClassVar

from django.db import migrations, models

_SCORE = {"sqlite": "json_extract(value, '$.score')", "postgresql": "(value::jsonb ->> 'score')::double precision"}


def tell_scores(_apps: Any, editor: Any) -> None:
    """What stands already, in one statement."""
    score = _SCORE[editor.connection.vendor]
    editor.execute(f"UPDATE store_cvesignal SET score = {score} WHERE asserter = 'epss'")  # noqa: S608 our own words


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0056_texts_are_found")]

    operations: ClassVar = [
        migrations.AddField(model_name="cvesignal", name="score", field=models.FloatField(null=True)),
        migrations.RunPython(tell_scores, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="cvesignal",
            index=models.Index(fields=["asserter", "score", "cve"], name="signal_by_score"),
        ),
    ]
