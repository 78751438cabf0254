"""Alembic's entry: runs on the connection that stores.migrating hands in.

A developer who writes a new revision with alembic's own command names the database: `alembic -x url=sqlite:///…`.
"""

from alembic import context
from sqlalchemy import Connection

from stores.engines import engine_for
from stores.records import Base


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        # The transaction around everything is our own, on SQLite too.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    with engine_for(context.get_x_argument(as_dictionary=True)["url"], pool_size=1).begin() as connection:
        run(connection)


main()
