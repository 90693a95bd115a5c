"""How times are arranged: changes of meetings, polls, standing times, and assistants who book."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(32)
WORD = sa.String(16)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", ID, primary_key=True),
        sa.Column("interaction_id", ID, sa.ForeignKey("interaction.id"), nullable=False, index=True),
        sa.Column("what", WORD, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("was_at", MOMENT, nullable=False),
    )
    op.create_table(
        "poll",
        sa.Column("id", ID, primary_key=True),
        sa.Column("relationship_id", ID, sa.ForeignKey("relationship.id"), nullable=False, index=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("interaction_id", ID, sa.ForeignKey("interaction.id")),
    )
    op.create_table(
        "standing_time",
        sa.Column("id", ID, primary_key=True),
        sa.Column("relationship_id", ID, sa.ForeignKey("relationship.id"), nullable=False, index=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("agreed_by", sa.JSON(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("in_hours", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("filled_until", sa.Date()),
    )
    with op.batch_alter_table("relationship") as relationship:
        relationship.add_column(sa.Column("assistant_id", ID))
        relationship.create_foreign_key(
            op.f("fk_relationship_assistant_id"), "person", ["assistant_id"], ["id"]
        )
        relationship.create_index(op.f("ix_relationship_assistant_id"), ["assistant_id"])


def downgrade() -> None:
    with op.batch_alter_table("relationship") as relationship:
        relationship.drop_index(op.f("ix_relationship_assistant_id"))
        relationship.drop_constraint(op.f("fk_relationship_assistant_id"), type_="foreignkey")
        relationship.drop_column("assistant_id")
    for table in ("standing_time", "poll", "change"):
        op.drop_table(table)
