"""Create the shelters"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "shelters",
        sa.Column("ward", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("hazards", sa.JSON(), nullable=False),
        sa.Column("accepts", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("ward", "kind", "id", name=op.f("pk_shelters")),
    )
    op.create_table(
        "shelter_sets",
        sa.Column("ward", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ward", "kind", name=op.f("pk_shelter_sets")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("shelter_sets")
    op.drop_table("shelters")
