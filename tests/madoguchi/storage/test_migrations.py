"""The migrations make, from nothing, exactly the tables that the models describe."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from madoguchi.storage import database
from madoguchi.storage.tables import Base


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(database.MIGRATIONS))
    return made


def test_from_empty_to_head_the_models_match(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'folder' / 'new.db'}"
    database.upgrade(url)
    with database.open_engine(url).connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "render_as_batch": True}
        )
        assert compare_metadata(context, Base.metadata) == []
        assert (
            context.get_current_revision()
            == ScriptDirectory.from_config(config()).get_current_head()
        )


def test_upgrading_again_changes_nothing_and_keeps_the_data(clean_database: Path) -> None:
    with database.engine().begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO drafts (conversation_id, state, updated_at) "
            "VALUES ('c', x'00', '2026-11-24')"
        )
    database.upgrade()
    with database.engine().connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar() == 1


def test_every_migration_can_be_taken_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    database.upgrade(url)
    with database.open_engine(url).connect() as connection:
        down = config()
        down.attributes["connection"] = connection
        command.downgrade(down, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


def test_there_is_one_line_of_migrations() -> None:
    script = ScriptDirectory.from_config(config())
    assert len(script.get_heads()) == 1
    assert all(revision.doc for revision in script.walk_revisions())
