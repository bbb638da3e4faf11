"""One table of embargoes for cases, information, incidents and vulnerabilities; tasks lead to what they are about."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SUBJECTS = ("case", "information", "incident", "advisory")

_LEADS = {
    "information": ("SafetyInformation", {"information_id": "pk", "case_id": "case_id", "device_id": "device_id"}),
    "incident": ("Incident", {"incident_id": "pk"}),
    "assessment": ("Assessment", {"advisory_id": "advisory_id", "device_id": "device_id"}),
    "knowledge": ("KnowledgeDay", {"advisory_id": "advisory_id", "device_id": "device_id"}),
    "advisory": ("Advisory", {"advisory_id": "pk"}),
}
"""What the subject of a task that stands already leads to."""


def one_subject():
    found = models.Q()
    for named in SUBJECTS:
        found |= models.Q(**{f"{one}__isnull": one != named for one in SUBJECTS})
    return found


def rows_of(apps, schema_editor, name):
    """The rows of a table in the database that is brought up: a copy under another name, while one is restored."""
    return apps.get_model("store", name).objects.using(schema_editor.connection.alias)


def keep_embargoes(apps, schema_editor):
    """A case under embargo stays so, for the same readers, since it was opened at the earliest: nobody kept the day."""
    tables = ("Case", "Embargo", "EmbargoReader", "CaseReader")
    case, embargo, reader, old = (rows_of(apps, schema_editor, name) for name in tables)
    for row in case.filter(embargoed=True).order_by("pk"):
        made = embargo.create(case_id=row.pk, set_at=row.opened_at)
        users = old.filter(case_id=row.pk).order_by("pk").values_list("user_id", flat=True)
        reader.bulk_create([reader.model(embargo_id=made.pk, user_id=user) for user in users])


def lead_tasks(apps, schema_editor):
    task = rows_of(apps, schema_editor, "Task")
    for kind, (name, columns) in _LEADS.items():
        rows = task.filter(subject__startswith=f"{kind}:")
        by_id = {int(subject.split(":")[1]): [] for subject in rows.values_list("subject", flat=True)}
        for pk, subject in rows.values_list("pk", "subject"):
            by_id[int(subject.split(":")[1])].append(pk)
        for led in rows_of(apps, schema_editor, name).filter(pk__in=list(by_id)).values("pk", *columns.values()):
            values = {column: led[at] for column, at in columns.items() if led[at] is not None}
            for column, value in values.items():
                task.filter(pk__in=by_id[led["pk"]], **{f"{column}__isnull": True}).update(**{column: value})


def led_to(model, name):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"store.{model}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0022_commitments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Embargo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(null=True)),
                ("set_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("case", led_to("case", "embargoes")),
                ("information", led_to("safetyinformation", "embargoes")),
                ("incident", led_to("incident", "embargoes")),
                ("advisory", led_to("advisory", "embargoes")),
            ],
        ),
        migrations.CreateModel(
            name="EmbargoReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "embargo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readers", to="store.embargo"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="embargoes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="embargo",
            constraint=models.CheckConstraint(condition=one_subject(), name="an_embargo_has_one_subject"),
        ),
        *(
            migrations.AddConstraint(
                model_name="embargo",
                constraint=models.UniqueConstraint(
                    fields=(one,), condition=models.Q(lifted_at=None), name=f"one_embargo_per_{one}"
                ),
            )
            for one in SUBJECTS
        ),
        migrations.AddConstraint(
            model_name="embargoreader",
            constraint=models.UniqueConstraint(fields=("embargo", "user"), name="one_reader_per_embargo_and_person"),
        ),
        migrations.AddField(
            model_name="knowledgeday",
            name="information",
            field=led_to("safetyinformation", "vulnerabilities"),
        ),
        migrations.AddField(model_name="task", name="information", field=led_to("safetyinformation", "tasks")),
        migrations.AddField(model_name="task", name="incident", field=led_to("incident", "tasks")),
        migrations.AddField(model_name="task", name="advisory", field=led_to("advisory", "tasks")),
        migrations.RunPython(keep_embargoes, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(lead_tasks, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="CaseReader"),
        migrations.RemoveField(model_name="case", name="embargoed"),
    ]
