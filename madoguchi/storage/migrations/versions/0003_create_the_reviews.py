"""Create the reviews"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ward", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("pressed", sa.Boolean(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("text_state", sa.String(length=16), nullable=False),
        sa.Column("asked_field", sa.String(length=16), nullable=True),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=True),
        sa.Column("aspect", sa.String(length=32), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=True),
        sa.Column("feedback", sa.String(length=16), nullable=True),
        sa.Column("chosen", sa.String(length=64), nullable=True),
        sa.Column("label", sa.LargeBinary(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_reviews_turn_id")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        for column in ("at", "conversation_id", "reviewed_at", "text_state"):
            batch_op.create_index(batch_op.f(f"ix_reviews_{column}"), [column], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("reviews")
