"""The shelf: what must be remembered about a platform."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(32)
KEY = sa.String(255)
HASH = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "shelf",
        sa.Column("platform", ID, primary_key=True),
        sa.Column("workspace", KEY, primary_key=True),
        sa.Column("kind", ID, primary_key=True),
        sa.Column("name_hash", HASH, primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), index=True),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    while_set = sa.text("until IS NOT NULL")
    op.create_index(
        op.f("ix_shelf_until"), "shelf", ["until"], sqlite_where=while_set, postgresql_where=while_set
    )


def downgrade() -> None:
    op.drop_table("shelf")
