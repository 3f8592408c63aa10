"""Create the calls, their continuation codes and the text messages to callers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "continuations",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _of_conversation("continuations"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_continuations")),
    )
    op.create_table(
        "continuation_tries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_continuation_tries")),
    )
    op.create_table(
        "calls",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("caller_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        _of_conversation("calls"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_calls")),
    )
    op.create_table(
        "text_messages",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of_conversation("text_messages"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_messages")),
    )
    for table, columns in _INDEXED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    """Take back."""
    for table in ("text_messages", "calls", "continuation_tries", "continuations"):
        op.drop_table(table)


_INDEXED = {
    "continuations": ("conversation_id", "expires_at"),
    "continuation_tries": ("at",),
    "calls": ("caller_hash", "began_at"),
    "text_messages": ("conversation_id",),
}


def _of_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=op.f(f"fk_{table}_conversation_id_conversations"),
        ondelete="CASCADE",
    )
