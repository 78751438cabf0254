"""The company's profile in versions, and questions without an answer. Only adds: the previous release does not see them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "company_versions",
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("profile", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reverts_to", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "questions",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column(
            "call_id",
            sa.String(),
            sa.ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"),
            primary_key=True,
        ),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
    )
    op.create_index("ix_questions_call_id", "questions", ["call_id"])
    op.create_index("ix_questions_asked_at", "questions", ["asked_at"])


def downgrade() -> None:
    op.drop_table("questions")
    op.drop_table("company_versions")
