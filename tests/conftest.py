"""What holds for every test: logging begins as in a fresh process, and a statement is compiled only once."""

from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import Connection, Engine, event


class Compiled(dict[Any, Any]):
    """Compiled statements, for every engine of one kind.

    Each engine has a cache of its own, and thousands of databases here would compile the same again.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(self._of_a_kind(key), default)

    def __setitem__(self, key: Any, statement: Any) -> None:
        super().__setitem__(self._of_a_kind(key), statement)

    @staticmethod
    def _of_a_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return a key that names the kind of its dialect, not one engine's own."""
        dialect, *statement = key
        return type(dialect), *statement


COMPILED = Compiled()


@event.listens_for(Engine, "engine_connect")
def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=COMPILED)


@pytest.fixture(autouse=True)
def _logging_afresh() -> Iterator[None]:
    """Take back what a test, or a command it ran, set up about logging."""
    yield
    structlog.reset_defaults()
