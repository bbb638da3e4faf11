"""Every column with free text becomes a sealed one; what stands in it is sealed by a verb, in batches, with entries.

The type of a column is the same in the database, so that no table is copied for it; only two were of limited length.
"""

from typing import Any, ClassVar

from django.db import migrations, models

import kizuki.store.sealing.field


def _errors_without_words(apps: Any, schema_editor: Any) -> None:
    """What a task failed of may quote what it read: the kind of the error stays."""
    tasks = apps.get_model("store", "OutboxTask").objects.using(schema_editor.connection.alias)
    tasks.filter(last_error__startswith="Refused:").update(last_error="Refused")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0023_embargo_of_every_subject")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="assessment",
            name="answers_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="assessment",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assessment",
            name="record_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="assessment",
            name="result_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="assessmentdraft",
            name="sheet_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="assessmentinputs",
            name="inputs_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="assessmentsignature",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assessmentsignature",
            name="remark_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="case",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="title_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="company",
            name="single_person_reason_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="confirmedalias",
            name="reason_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="confirmedalias",
            name="withdrawn_why_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="delegation",
            name="reason_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="hazard",
            name="controls_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="hazard",
            name="detectability_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="hazard",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="hazard",
            name="harm_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="hazard",
            name="likelihood_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="hazard",
            name="not_credible_because_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="hazard",
            name="situation_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="hazard",
            name="withdrawn_because_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="report",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="fields_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="sitenote",
            name="body_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="storeddocument",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="storeddocument",
            name="published",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="remark_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="task",
            name="words_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="triagejudgement",
            name="reason_commitment",
            field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
        ),
        migrations.AlterField(
            model_name="case",
            name="title",
            field=kizuki.store.sealing.field.SealedTextField(commitment="title_commitment", row=("id",)),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="reason",
            field=kizuki.store.sealing.field.SealedTextField(commitment="reason_commitment", row=("id",)),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="assessment",
                    name="result",
                    field=kizuki.store.sealing.field.SealedJsonField(
                        blank=True, commitment="result_commitment", default=dict, row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="assessment",
                    name="answers",
                    field=kizuki.store.sealing.field.SealedJsonField(
                        blank=True, commitment="answers_commitment", default=dict, row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="assessment",
                    name="record",
                    field=kizuki.store.sealing.field.SealedJsonField(
                        blank=True, commitment="record_commitment", default=dict, row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="assessmentdraft",
                    name="sheet",
                    field=kizuki.store.sealing.field.SealedJsonField(
                        blank=True, commitment="sheet_commitment", default=dict, row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="assessmentinputs",
                    name="inputs",
                    field=kizuki.store.sealing.field.SealedTextField(
                        commitment="inputs_commitment", row=("assessment_id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="assessmentsignature",
                    name="remark",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="remark_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="attachment",
                    name="commitment",
                    field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                migrations.AlterField(
                    model_name="company",
                    name="single_person_reason",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="single_person_reason_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="confirmedalias",
                    name="reason",
                    field=kizuki.store.sealing.field.SealedTextField(commitment="reason_commitment", row=("id",)),
                ),
                migrations.AlterField(
                    model_name="confirmedalias",
                    name="withdrawn_why",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="withdrawn_why_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="hazard",
                    name="controls",
                    field=kizuki.store.sealing.field.SealedJsonField(
                        blank=True, commitment="controls_commitment", default=list, row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="hazard",
                    name="detectability",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="detectability_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="hazard",
                    name="harm",
                    field=kizuki.store.sealing.field.SealedTextField(commitment="harm_commitment", row=("id",)),
                ),
                migrations.AlterField(
                    model_name="hazard",
                    name="likelihood",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="likelihood_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="hazard",
                    name="not_credible_because",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="not_credible_because_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="hazard",
                    name="situation",
                    field=kizuki.store.sealing.field.SealedTextField(commitment="situation_commitment", row=("id",)),
                ),
                migrations.AlterField(
                    model_name="hazard",
                    name="withdrawn_because",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="withdrawn_because_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="kepttext",
                    name="commitment",
                    field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                migrations.AlterField(
                    model_name="narrative",
                    name="commitment",
                    field=kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                migrations.AlterField(
                    model_name="report",
                    name="fields",
                    field=kizuki.store.sealing.field.SealedJsonField(
                        blank=True, commitment="fields_commitment", default=dict, row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="sitenote",
                    name="body",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="body_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="storeddocument",
                    name="content",
                    field=kizuki.store.sealing.field.SealedBinaryField(
                        commitment="sha256", published="published", row=("sha256",)
                    ),
                ),
                migrations.AlterField(
                    model_name="task",
                    name="remark",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="remark_commitment", row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="task",
                    name="words",
                    field=kizuki.store.sealing.field.SealedJsonField(
                        blank=True, commitment="words_commitment", default=dict, row=("id",)
                    ),
                ),
                migrations.AlterField(
                    model_name="triagejudgement",
                    name="reason",
                    field=kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="reason_commitment", row=("id",)
                    ),
                ),
            ]
        ),
        migrations.RunPython(_errors_without_words, migrations.RunPython.noop),
    ]
