"""Create the translation memory"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "translation_memory",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("sentence", sa.LargeBinary(), nullable=False),
        sa.Column("translation", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_memory")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("translation_memory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_translation_memory_key"), ["key"], unique=True)


def downgrade() -> None:
    """Take back."""
    op.drop_table("translation_memory")
