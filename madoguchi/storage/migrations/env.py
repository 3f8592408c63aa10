"""Alembic's entry: runs the migrations on the connection that the caller hands over."""

from __future__ import annotations

from alembic import context

from madoguchi.storage.database import engine
from madoguchi.storage.tables import Base


def run() -> None:
    """Run the migrations in one transaction."""
    connection = context.config.attributes.get("connection") or engine().connect()
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


run()
