"""How reports went out and what was found in them, inquiries of PMDA, terms of precautions, persons joined."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kizuki.store.models.json_field


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0029_records_end_by_themselves"),
    ]

    operations = [
        migrations.CreateModel(
            name="SubmissionCheck",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="check_when_sent",
                        serialize=False,
                        to="store.report",
                    ),
                ),
                ("findings", kizuki.store.models.json_field.JsonField(default=list)),
                ("checked_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="precaution",
            name="as_measure",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="precaution",
            name="edition",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="receipt",
            name="document",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="store.storeddocument",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="message",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=40)),
                ("asked_by", models.CharField(max_length=200)),
                ("asked_on", models.DateField()),
                ("wanted_on", models.DateField()),
                ("wanted_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inquiries", to="store.case"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="store.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ListedTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("matter", models.CharField(max_length=16)),
                ("person", models.CharField(blank=True, max_length=16)),
                ("code", models.CharField(blank=True, max_length=24)),
                (
                    "answer",
                    models.CharField(
                        choices=[("listed", "listed"), ("other_words", "other_words"), ("not_listed", "not_listed")],
                        max_length=20,
                    ),
                ),
                ("proposed", models.CharField(max_length=20)),
                ("edition", models.CharField(blank=True, max_length=80)),
                ("event_on", models.DateField(null=True)),
                ("confirmed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listed_terms", to="store.case"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_terms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "precaution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quoted_by",
                        to="store.precaution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PrecautionTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.CharField(choices=[("jfmda", "jfmda"), ("imdrf", "imdrf"), ("own", "own")], max_length=8),
                ),
                ("code", models.CharField(blank=True, max_length=24)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("up_to", models.CharField(blank=True, max_length=12)),
                (
                    "precaution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="store.precaution"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SamePerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_at", models.DateTimeField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined_persons",
                        to="store.incident",
                    ),
                ),
                (
                    "joined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined_persons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joined_as", to="store.harmedperson"
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="joined_by", to="store.harmedperson"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("portal", "portal"),
                            ("fax", "fax"),
                            ("mail", "mail"),
                            ("post", "post"),
                            ("in_person", "in_person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("went", models.BooleanField()),
                ("formal", models.BooleanField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transmissions",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by_way",
                        to="store.transmission",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transmissions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transmissions", to="store.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InquiryAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("drafted_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("single_person", models.BooleanField(default=False)),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("portal", "portal"),
                            ("fax", "fax"),
                            ("mail", "mail"),
                            ("post", "post"),
                            ("in_person", "in_person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("leads_to", models.CharField(blank=True, max_length=12)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiry_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiry_answers",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="store.inquiry"
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegated_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_proofs",
                        to="store.storeddocument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("inquiry", "revision"), name="one_answer_per_revision")
                ],
            },
        ),
    ]
