"""Create the LINE inbox"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "line_residents",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.LargeBinary(), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("is_friend", sa.Boolean(), nullable=False),
        sa.Column("notices", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_line_residents")),
    )
    with op.batch_alter_table("line_residents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_line_residents_conversation_id"), ["conversation_id"], unique=False
        )
    op.create_table(
        "line_events",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("ward", sa.String(length=32), nullable=True),
        sa.Column("resident", sa.String(length=64), nullable=True),
        sa.Column("event", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("deliveries", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_line_events")),
        sa.UniqueConstraint("id", name=op.f("uq_line_events_id")),
    )
    with op.batch_alter_table("line_events", schema=None) as batch_op:
        for column in ("received_at", "resident", "status"):
            batch_op.create_index(batch_op.f(f"ix_line_events_{column}"), [column], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("line_events")
    op.drop_table("line_residents")
