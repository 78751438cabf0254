"""Check-ins of drivers without a trailer. Only loosens: the previous release's code goes on writing both columns."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = ("trailer_number", "trailer_plates")


def upgrade() -> None:
    with op.batch_alter_table("checkins") as checkins:
        for each in COLUMNS:
            checkins.alter_column(each, existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    checkins = sa.table("checkins", *map(sa.column, COLUMNS))
    for each in COLUMNS:
        op.execute(checkins.update().where(checkins.c[each].is_(None)).values({each: ""}))
    with op.batch_alter_table("checkins") as table:
        for each in COLUMNS:
            table.alter_column(each, existing_type=sa.String(), nullable=False)
