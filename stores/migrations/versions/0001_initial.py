"""The first tables. Constraints get their names from the convention in stores.records.base."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
E164 = "substr(phone, 1, 1) = '+'"
BOOKED = sa.text("status = 'booked'")
ONE_UTTERANCE = sa.text("substr(source, 1, 2) = 'RE' OR substr(source, 1, 7) = 'speech:'")
TABLES = (
    "members",
    "absences",
    "leads",
    "suppressions",
    "calls",
    "turns",
    "sentences",
    "replies",
    "meetings",
    "tasks",
    "debug_events",
)


def upgrade() -> None:
    members()
    leads()
    calls()
    turns()
    replies()
    meetings()
    tasks()
    debug_events()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def must(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=False, **options)


def may(name: str, kind: Any, *rest: Any, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, nullable=True, **options)


def numbered() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def key(name: str, kind: Any, *rest: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, *rest, primary_key=True, autoincrement=False)


def of_call(ondelete: str) -> sa.ForeignKey:
    return sa.ForeignKey("calls.id", ondelete=ondelete, onupdate="CASCADE")


def one_only(table: str, columns: list[str], where: Any) -> None:
    name = f"uq_{table}_{'_'.join(columns)}"
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def members() -> None:
    op.create_table(
        "members",
        numbered(),
        must("name", sa.String()),
        may("name_he", sa.String()),
        may("phone", sa.String()),
        must("hours", sa.JSON()),
        must("time_zone", sa.String()),
        must("active", sa.Boolean()),
        may("last_assigned_at", MOMENT),
        must("created_at", MOMENT),
        sa.CheckConstraint(E164, name="phone_e164"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "absences",
        numbered(),
        must("member_id", sa.Integer(), sa.ForeignKey("members.id", ondelete="CASCADE"), index=True),
        must("starts_at", MOMENT),
        must("ends_at", MOMENT),
        sa.CheckConstraint("ends_at > starts_at", name="order"),
        sqlite_autoincrement=True,
    )


def leads() -> None:
    op.create_table(
        "leads",
        numbered(),
        must("name", sa.String()),
        may("name_he", sa.String()),
        must("phone", sa.String(), unique=True),
        must("phone_hash", sa.String(), index=True),
        may("gender", sa.String()),
        may("company", sa.String()),
        may("email", sa.String()),
        may("notes", sa.String()),
        may("owner_id", sa.Integer(), sa.ForeignKey("members.id", ondelete="SET NULL")),
        may("consent_source", sa.String()),
        may("consent_date", sa.Date()),
        may("consent_expires", sa.Date()),
        must("created_at", MOMENT),
        must("updated_at", MOMENT),
        sa.CheckConstraint(E164, name="phone_e164"),
        sa.CheckConstraint("gender IN ('m', 'f')", name="gender"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "suppressions",
        key("phone_hash", sa.String()),
        must("reason", sa.String()),
        must("source", sa.String()),
        may("call_id", sa.String()),
        must("created_at", MOMENT),
        sa.CheckConstraint("source IN ('call', 'api', 'operator')", name="source"),
    )


def calls() -> None:
    op.create_table(
        "calls",
        key("id", sa.String()),
        may("sid", sa.String(), unique=True),
        must("channel", sa.String()),
        must("direction", sa.String()),
        must("scenario", sa.String()),
        must("language", sa.String()),
        may("lead_id", sa.Integer(), sa.ForeignKey("leads.id", ondelete="SET NULL"), index=True),
        may("from_number", sa.String()),
        may("to_number", sa.String()),
        must("status", sa.String()),
        must("status_rank", sa.Integer()),
        may("outcome", sa.String()),
        may("state", sa.JSON()),
        must("state_version", sa.Integer()),
        must("created_at", MOMENT),
        may("answered_at", MOMENT),
        may("ended_at", MOMENT),
        may("duration_s", sa.Integer()),
        sa.CheckConstraint("channel IN ('turns', 'text', 'realtime')", name="channel"),
        sa.CheckConstraint("direction IN ('inbound', 'outbound', 'text')", name="direction"),
    )
    op.create_index("ix_calls_created_at_id", "calls", ["created_at", "id"])


def turns() -> None:
    op.create_table(
        "turns",
        key("call_id", sa.String(), of_call("CASCADE")),
        key("number", sa.Integer()),
        must("source", sa.String()),
        must("state", sa.String()),
        must("owner", sa.String()),
        must("epoch", sa.Integer()),
        must("claimed_at", MOMENT),
        may("finished_at", MOMENT),
        may("heard_he", sa.String()),
        may("heard_en", sa.String()),
        may("heard_by", sa.String()),
        must("intents", sa.JSON()),
        may("agent", sa.String()),
        must("tool_calls", sa.JSON()),
        must("timings", sa.JSON()),
        may("model", sa.String()),
        may("ending", sa.JSON()),
        sa.CheckConstraint("state IN ('claimed', 'done', 'failed')", name="state"),
    )
    one_only("turns", ["call_id", "source"], ONE_UTTERANCE)
    op.create_table(
        "sentences",
        key("call_id", sa.String()),
        key("turn", sa.Integer()),
        key("idx", sa.Integer()),
        must("kind", sa.String()),
        must("he", sa.String()),
        must("en", sa.String()),
        must("created_at", MOMENT),
        sa.CheckConstraint("kind IN ('fixed', 'answer', 'filler')", name="kind"),
        sa.ForeignKeyConstraint(
            ["call_id", "turn"], ["turns.call_id", "turns.number"], ondelete="CASCADE", onupdate="CASCADE"
        ),
    )


def replies() -> None:
    op.create_table(
        "replies",
        key("call_id", sa.String(), of_call("CASCADE")),
        key("turn", sa.Integer()),
        key("cursor", sa.Integer()),
        must("twiml", sa.String()),
    )


def meetings() -> None:
    op.create_table(
        "meetings",
        numbered(),
        must("member_id", sa.Integer(), sa.ForeignKey("members.id")),
        may("lead_id", sa.Integer(), sa.ForeignKey("leads.id", ondelete="CASCADE"), index=True),
        may("call_id", sa.String(), of_call("SET NULL")),
        must("starts_at", MOMENT),
        must("ends_at", MOMENT),
        must("status", sa.String()),
        must("created_at", MOMENT),
        sa.CheckConstraint("ends_at > starts_at", name="order"),
        sa.CheckConstraint("status IN ('booked', 'cancelled')", name="status"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_starts_at_id", "meetings", ["starts_at", "id"])
    one_only("meetings", ["member_id", "starts_at"], BOOKED)
    one_only("meetings", ["call_id", "starts_at"], BOOKED)


def tasks() -> None:
    op.create_table(
        "tasks",
        numbered(),
        must("kind", sa.String()),
        must("text", sa.String()),
        may("lead_id", sa.Integer(), sa.ForeignKey("leads.id", ondelete="CASCADE"), index=True),
        may("call_id", sa.String(), of_call("SET NULL"), index=True),
        may("member_id", sa.Integer(), sa.ForeignKey("members.id", ondelete="SET NULL")),
        may("due_at", MOMENT),
        must("status", sa.String()),
        may("key", sa.String(), unique=True),
        must("created_at", MOMENT),
        sa.CheckConstraint("status IN ('open', 'done')", name="status"),
        sqlite_autoincrement=True,
    )


def debug_events() -> None:
    op.create_table(
        "debug_events",
        numbered(),
        must("call_sid", sa.String()),
        must("at", MOMENT),
        must("kind", sa.String()),
        must("data", sa.JSON()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_debug_events_call_sid_id", "debug_events", ["call_sid", "id"])
