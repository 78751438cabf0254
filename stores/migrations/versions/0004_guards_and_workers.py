"""Admissions, money and workers' leases. Only adds: the previous release's code does not see the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LIVE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "admissions",
        sa.Column(
            "call_id",
            sa.String(),
            sa.ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number_hash", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("refused", sa.String(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
    )
    op.create_index("ix_admissions_day_number_hash", "admissions", ["day", "number_hash"])
    op.create_table(
        "spending",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("call_id", sa.String(), primary_key=True),
        sa.Column("micro_usd", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_spending_call_id", "spending", ["call_id"])
    op.create_table(
        "workers",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("beat_s", sa.Double(), nullable=False),
    )
    op.create_index("ix_calls_created_at_live", "calls", ["created_at"], sqlite_where=LIVE, postgresql_where=LIVE)


def downgrade() -> None:
    op.drop_index("ix_calls_created_at_live", "calls")
    op.drop_table("workers")
    op.drop_table("spending")
    op.drop_table("admissions")
