"""What Alembic runs: it works in the transaction that it is given."""

from alembic import context

from storage.tables import CohortRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=CohortRow.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
