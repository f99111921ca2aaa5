"""What Alembic runs for each command: on the connection that it is handed, within its transaction."""

from __future__ import annotations

from alembic import context

import extractor.store.work_tables  # noqa: F401  # joins its tables to the others
from extractor.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
    compare_type=True,
)
context.run_migrations()
