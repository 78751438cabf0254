"""How callers rated their calls, and drivers' check-ins. Only adds: the previous release does not see the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _call() -> sa.ForeignKey:
    return sa.ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE")


def upgrade() -> None:
    op.create_table(
        "satisfaction",
        sa.Column("call_id", sa.String(), _call(), primary_key=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="ck_satisfaction_score"),
    )
    op.create_table(
        "checkins",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("call_id", sa.String(), _call(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("driver_name", sa.String(), nullable=False),
        sa.Column("tractor_number", sa.String(), nullable=False),
        sa.Column("tractor_plates", sa.String(), nullable=False),
        sa.Column("trailer_number", sa.String(), nullable=False),
        sa.Column("trailer_plates", sa.String(), nullable=False),
        sa.Column("eta", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("call_id", name="uq_checkins_call_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_checkins_created_at_id", "checkins", ["created_at", "id"])


def downgrade() -> None:
    op.drop_table("checkins")
    op.drop_table("satisfaction")
