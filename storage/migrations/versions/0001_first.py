"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(32)
KEY = sa.String(255)
HASH = sa.String(64)
WORD = sa.String(16)
MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("holidays", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("per_month", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
    )
    op.create_table(
        "person",
        sa.Column("id", ID, primary_key=True),
        sa.Column("platform", sa.String()),
        sa.Column("department", sa.String()),
        sa.Column("site", sa.String()),
        sa.Column("seniority", sa.String()),
        sa.Column("function", sa.String()),
        sa.Column("training_done_on", sa.Date()),
        sa.Column("timezone", sa.String()),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("away", sa.JSON(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("snoozed_until", sa.Date()),
        sa.Column("unreachable_since", sa.Date()),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("email_hash", HASH, unique=True),
        sa.Column("erased_at", MOMENT),
    )
    op.create_table(
        "address",
        sa.Column("platform", ID, primary_key=True),
        sa.Column("workspace", KEY, primary_key=True),
        sa.Column("user_hash", HASH, primary_key=True),
        sa.Column("user", sa.LargeBinary(), nullable=False),
        _pointing_to("person", nullable=False, index=True),
    )
    op.create_table(
        "relationship",
        sa.Column("id", ID, primary_key=True),
        _pointing_to("cohort", nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("started", sa.Date()),
        sa.Column("ended", sa.Date()),
        sa.Column("not_now_until", sa.Date()),
        sa.Column("asked_for_help_on", sa.Date()),
        sa.Column("rules_accepted_on", sa.Date()),
        sa.UniqueConstraint("cohort_id", "code"),
    )
    op.create_table(
        "membership",
        sa.Column("id", ID, primary_key=True),
        _pointing_to("cohort", nullable=False, index=True),
        _pointing_to("person", nullable=False, index=True),
        sa.Column("role", WORD, nullable=False),
        _pointing_to("relationship"),
        sa.UniqueConstraint("relationship_id", "person_id"),
    )
    op.create_table(
        "interaction",
        sa.Column("id", ID, primary_key=True),
        _pointing_to("relationship", nullable=False, index=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", MOMENT),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("agreed_by", sa.JSON(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("guide", sa.Integer()),
        sa.Column("guide_used", sa.String()),
        sa.Column("asked_again", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "attestation",
        sa.Column("id", ID, primary_key=True),
        _pointing_to("interaction", nullable=False, index=True),
        _pointing_to("person", nullable=False, index=True),
        sa.Column("said", WORD, nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "pause",
        sa.Column("id", ID, primary_key=True),
        _pointing_to("relationship", nullable=False, index=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
    )
    op.create_table(
        "note",
        sa.Column("id", ID, primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author_id", ID, sa.ForeignKey("person.id"), nullable=False, index=True),
        _pointing_to("relationship", index=True),
        _pointing_to("interaction"),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT),
        sa.Column("expires_at", MOMENT),
    )
    _live_index("note", "expires_at", while_set="expires_at")
    op.create_table(
        "acknowledgement",
        sa.Column("id", ID, primary_key=True),
        _pointing_to("person", nullable=False, index=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _pointing_to("relationship", index=True),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "timer",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String()),
    )
    _live_index("timer", "due_at", while_set="due_at")
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("key", KEY, nullable=False, unique=True),
        sa.Column("lane", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        _pointing_to("cohort"),
        _pointing_to("person"),
        sa.Column("channel", sa.String()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("not_after", MOMENT),
        sa.Column("state", WORD, nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("lease", ID),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("maybe_sent", sa.Boolean(), nullable=False),
        sa.Column("nudged_at", MOMENT),
        sa.Column("name", sa.String()),
        sa.Column("error", sa.String()),
        sa.Column("parked_for", sa.String()),
    )
    _live_index("outbox", "next_at", while_set="next_at")
    _live_index("outbox", "lane", "id", while_set="next_at")
    _live_index("outbox", "person_id", "nudged_at", while_set="nudged_at")
    _live_index("outbox", "parked_for", while_set="parked_for")
    op.create_table(
        "inbox",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_table(
        "throttle",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("blocked_until", MOMENT, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("position", NUMBER, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("previous", HASH, nullable=False),
        sa.Column("hash", HASH, nullable=False),
    )
    op.create_table(
        "conversation",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("owner", ID, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("dialog", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    for table in (
        "conversation",
        "audit",
        "throttle",
        "inbox",
        "outbox",
        "timer",
        "acknowledgement",
        "note",
        "pause",
        "attestation",
        "interaction",
        "membership",
        "relationship",
        "address",
        "person",
        "cohort",
    ):
        op.drop_table(table)


def _pointing_to(table: str, *, nullable: bool = True, index: bool = False) -> sa.Column[str]:
    return sa.Column(f"{table}_id", ID, sa.ForeignKey(f"{table}.id"), nullable=nullable, index=index)


def _live_index(table: str, *columns: str, while_set: str) -> None:
    condition = sa.text(f"{while_set} IS NOT NULL")
    name = f"ix_{table}_{'_'.join(columns)}"
    op.create_index(op.f(name), table, list(columns), sqlite_where=condition, postgresql_where=condition)
