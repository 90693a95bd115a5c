"""Where the data lives: tables, units of work, the vault, migrations."""

from storage.opening import open_store
from storage.unit import SqlStore

__all__ = ["SqlStore", "open_store"]
