"""Interviews, their stages and transcripts. Only adds: the previous release's code does not see the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    interviews()
    what_became_of_them()


def interviews() -> None:
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("max_duration_s", sa.Integer(), nullable=False),
        sa.Column("transcribes", sa.Boolean(), nullable=False),
        sa.Column("records", sa.Boolean(), nullable=False),
        sa.Column("pin", sa.String(), nullable=True, unique=True),
        sa.Column("pin_required", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("participant_name", sa.String(), nullable=True),
        sa.Column("participant_id", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column(
            "call_id",
            sa.String(),
            sa.ForeignKey("calls.id", ondelete="SET NULL", onupdate="CASCADE"),
            nullable=True,
            unique=True,
        ),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("status IN ('ready', 'live', 'ended')", name="status"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interviews_phone", "interviews", ["phone"])


def what_became_of_them() -> None:
    op.create_table(
        "interview_stages",
        sa.Column(
            "interview_id", sa.Integer(), sa.ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("first_turn", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("last_turn", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
    )
    op.create_table(
        "interview_transcripts",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interviews.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.UniqueConstraint("interview_id", "kind", "seq"),
    )
    op.create_table(
        "interview_pin_tries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "call_id",
            sa.String(),
            sa.ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_interview_pin_tries_call_id", "interview_pin_tries", ["call_id"])
    op.create_index("ix_interview_pin_tries_at", "interview_pin_tries", ["at"])


def downgrade() -> None:
    for table in ("interview_pin_tries", "interview_transcripts", "interview_stages", "interviews"):
        op.drop_table(table)
