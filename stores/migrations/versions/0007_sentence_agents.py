"""Who spoke each sentence, and its Spanish. Only adds: the previous release's code writes rows without them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sentences", sa.Column("agent", sa.String(), nullable=True))
    op.add_column("sentences", sa.Column("es", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("sentences", "es")
    op.drop_column("sentences", "agent")
