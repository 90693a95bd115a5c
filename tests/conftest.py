"""What holds for every test: logging begins as it does in a fresh process."""

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def _logging_afresh() -> Iterator[None]:
    """Take back what a test, or a command it ran, set up about logging."""
    yield
    structlog.reset_defaults()
