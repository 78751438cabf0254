"""What a turn was given, for whoever takes it over. Only adds: the previous release's code does not see the column."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turns", sa.Column("given", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("turns", "given")
