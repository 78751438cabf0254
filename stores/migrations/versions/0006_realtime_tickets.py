"""Tickets of realtime streams. Only adds: the previous release's code does not see the table."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tickets",
        sa.Column("token_hash", sa.String(), primary_key=True),
        sa.Column(
            "call_id",
            sa.String(),
            sa.ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"),
            nullable=False,
        ),
        sa.Column("call_sid", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("greeted_at", MOMENT, nullable=True),
    )
    op.create_index("ix_tickets_call_id", "tickets", ["call_id"])


def downgrade() -> None:
    op.drop_table("tickets")
