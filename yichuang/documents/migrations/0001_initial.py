"""Stored files (partitioned by month) and letters (frozen once written)."""

from __future__ import annotations

import uuid

import django.db.models.deletion
import yichuang.base.ids
from django.conf import settings
from django.db import migrations, models

STORED_FILE_TABLE = """
CREATE TABLE documents_storedfile (
    id uuid NOT NULL PRIMARY KEY,
    digest varchar(64) NOT NULL,
    size bigint NOT NULL CONSTRAINT storedfile_size_check CHECK (size >= 0),
    media_type varchar(60) NOT NULL,
    name varchar(200) NOT NULL,
    owner_kind varchar(20) NOT NULL,
    owner_id varchar(64) NOT NULL,
    state varchar(10) NOT NULL,
    pages integer NOT NULL CONSTRAINT storedfile_pages_check CHECK (pages >= 0),
    rendition_digest varchar(64) NOT NULL,
    uploaded_at timestamptz NOT NULL,
    CONSTRAINT storedfile_digest_is_sha256 CHECK (digest ~ '^[0-9a-f]{64}$'),
    CONSTRAINT storedfile_state_is_known CHECK (state IN ('pending', 'clean', 'infected', 'refused'))
) PARTITION BY RANGE (id);
CREATE TABLE documents_storedfile_default PARTITION OF documents_storedfile DEFAULT;
CREATE INDEX storedfile_by_owner ON documents_storedfile (owner_kind, owner_id, id DESC);
CREATE INDEX storedfile_by_digest ON documents_storedfile (digest);
SELECT base_make_partitions('documents_storedfile', now()::date, 4);
"""

# What a letter says may never change after it was written; only its picture, its signature and a
# revocation are added, each once.
LETTER_FROZEN = """
CREATE FUNCTION documents_letter_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a letter is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.id, OLD.kind, OLD.department_id, OLD.year, OLD.number, OLD.addressee_id, OLD.subject_kind,
        OLD.subject_id, OLD.item_name, OLD.facts, OLD.verification_code, OLD.issued_at)
       IS DISTINCT FROM
       (NEW.id, NEW.kind, NEW.department_id, NEW.year, NEW.number, NEW.addressee_id, NEW.subject_kind,
        NEW.subject_id, NEW.item_name, NEW.facts, NEW.verification_code, NEW.issued_at)
       OR OLD.issued_by_id IS DISTINCT FROM NEW.issued_by_id
       OR OLD.seal_use_id IS DISTINCT FROM NEW.seal_use_id
       OR (OLD.digest IS NOT NULL AND OLD.digest IS DISTINCT FROM NEW.digest)
       OR (OLD.revoked_at IS NOT NULL AND OLD.revoked_at IS DISTINCT FROM NEW.revoked_at) THEN
        RAISE EXCEPTION 'a letter is not changed after it was written' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letter_frozen BEFORE UPDATE OR DELETE ON documents_letter
    FOR EACH ROW EXECUTE FUNCTION documents_letter_frozen();
"""

LETTER_KINDS = [
    ("receipt", "收件凭证"),
    ("correction_notice", "补正告知书"),
    ("acceptance_notice", "受理通知书"),
    ("declining_decision", "不予受理决定书"),
    ("not_required_notice", "不受理告知书"),
    ("granting_decision", "准予许可决定书"),
    ("refusing_decision", "不予许可决定书"),
    ("service_receipt", "送达回证"),
    ("withdrawal_notice", "撤回确认书"),
    ("result", "办理结果"),
]

FILE_STATES = [
    ("pending", "待检查"),
    ("clean", "检查通过"),
    ("infected", "发现病毒"),
    ("refused", "未通过检查"),
]


def uuid_key() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    return models.UUIDField(
        default=yichuang.base.ids.uuid7, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0002_guards"),
        ("people", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(STORED_FILE_TABLE, "DROP TABLE documents_storedfile")
            ],
            state_operations=[
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        ("id", uuid_key()),
                        ("digest", models.CharField(max_length=64)),
                        ("size", models.PositiveBigIntegerField()),
                        ("media_type", models.CharField(max_length=60)),
                        ("name", models.CharField(max_length=200)),
                        ("owner_kind", models.CharField(max_length=20)),
                        ("owner_id", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(choices=FILE_STATES, default="pending", max_length=10),
                        ),
                        ("pages", models.PositiveIntegerField(default=1)),
                        ("rendition_digest", models.CharField(blank=True, max_length=64)),
                        ("uploaded_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["owner_kind", "owner_id", "-id"], name="storedfile_by_owner"
                            ),
                            models.Index(fields=["digest"], name="storedfile_by_digest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                                name="storedfile_digest_is_sha256",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", [key for key, _ in FILE_STATES])),
                                name="storedfile_state_is_known",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", uuid_key()),
                ("kind", models.CharField(choices=LETTER_KINDS, max_length=24)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.CharField(max_length=64)),
                ("item_name", models.CharField(max_length=300)),
                ("facts", models.JSONField(default=dict)),
                ("verification_code", models.CharField(max_length=32, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64, null=True)),
                ("pages", models.PositiveSmallIntegerField(default=0)),
                ("rendered_at", models.DateTimeField(null=True)),
                ("signed", models.BooleanField(default=False)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_reason", models.CharField(blank=True, max_length=300)),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.party"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.department",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seal_use",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.sealuse",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject_kind", "subject_id", "issued_at"], name="letter_by_subject"
                    ),
                    models.Index(fields=["digest"], name="letter_by_digest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("department", "year", "number"), name="letter_number_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [key for key, _ in LETTER_KINDS])),
                        name="letter_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest__isnull", True), ("rendered_at__isnull", True)),
                            models.Q(("digest__isnull", False), ("rendered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_digest_comes_with_its_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            LETTER_FROZEN,
            "DROP TRIGGER letter_frozen ON documents_letter; DROP FUNCTION documents_letter_frozen()",
        ),
    ]
