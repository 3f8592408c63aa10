"""Create the banners, and room for why an answer did not help"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "banners",
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_banners")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feedback_reason", sa.String(length=16), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_column("feedback_reason")
    op.drop_table("banners")
