"""Job offers: the candidate, what may be told, offers, recruiters, and what calls left. Only adds tables."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_the_candidate()
    _add_offers_and_recruiters()
    _add_what_calls_leave()


def _add_the_candidate() -> None:
    op.create_table(
        "job_candidates",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_he", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.CheckConstraint("id = 1", name="one"),
        sa.CheckConstraint("floor > 0 AND target >= floor", name="order"),
        sa.CheckConstraint("period IN ('month', 'year')", name="period"),
    )
    op.create_table(
        "job_profile_fields",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_he", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("value_he", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("companies", sa.JSON(), nullable=False),
        sa.CheckConstraint("release IN ('verified', 'offer', 'companies', 'nobody')", name="release"),
    )


def _add_offers_and_recruiters() -> None:
    op.create_table(
        "job_offers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("company_he", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("team_he", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("role_he", sa.String(), nullable=False),
        sa.Column("salary", sa.Integer(), nullable=False),
        sa.Column("equity", sa.String(), nullable=True),
        sa.Column("equity_he", sa.String(), nullable=True),
        sa.Column("signing_bonus", sa.Integer(), nullable=True),
        sa.UniqueConstraint("company"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "job_recruiters",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_he", sa.String(), nullable=False),
        sa.Column("name_forms", sa.JSON(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("company_he", sa.String(), nullable=False),
        sa.Column("company_forms", sa.JSON(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("position_forms", sa.JSON(), nullable=False),
        sa.Column("code_salt", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("substr(phone, 1, 1) = '+'", name="phone_e164"),
        sa.UniqueConstraint("phone"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "job_market_salaries",
        sa.Column("role", sa.String(), primary_key=True),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("median", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_he", sa.String(), nullable=False),
    )


def _add_what_calls_leave() -> None:
    op.create_table(
        "job_verifications",
        sa.Column("id", sa.Integer(), primary_key=True),
        _call(),
        sa.Column("number_hash", sa.String(), nullable=True),
        sa.Column("recruiter_key", sa.String(), nullable=True),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_verifications_call_id", "job_verifications", ["call_id"])
    op.create_index("ix_job_verifications_at_number_hash", "job_verifications", ["at", "number_hash"])
    op.create_index("ix_job_verifications_at_recruiter_key", "job_verifications", ["at", "recruiter_key"])
    op.create_table(
        "job_negotiations",
        sa.Column("id", sa.Integer(), primary_key=True),
        _call(),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("recruiter", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("salary", sa.Integer(), nullable=True),
        sa.Column("signing_bonus", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("tactic", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('confirmed', 'disputed', 'offered', 'countered', 'passed_on', 'agreed')", name="kind"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_negotiations_call_id", "job_negotiations", ["call_id"])
    op.create_index("ix_job_negotiations_company_at", "job_negotiations", ["company", "at"])


def downgrade() -> None:
    for table in (
        "job_negotiations",
        "job_verifications",
        "job_market_salaries",
        "job_recruiters",
        "job_offers",
        "job_profile_fields",
        "job_candidates",
    ):
        op.drop_table(table)


def _call() -> sa.Column[str]:
    return sa.Column(
        "call_id", sa.String(), sa.ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), nullable=False
    )
