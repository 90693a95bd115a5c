"""Where the data lives: tables, units of work, the vault, migrations."""

from storage.keys import Keys
from storage.opening import open_store
from storage.problems import KeyProblem, StorageProblem
from storage.unit import SqlStore

__all__ = ["KeyProblem", "Keys", "SqlStore", "StorageProblem", "open_store"]
