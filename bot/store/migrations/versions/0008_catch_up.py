"""How late a chat still wants its brief."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave it to the operator for the chats there are."""
    op.add_column("chat", sa.Column("catch_up_minutes", sa.Integer(), nullable=True))
