"""A trust in its Slack; at the end Slack has found no fault with the app."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flow.slack.trust import Trust, open_trust


@pytest.fixture
async def trust(tmp_path: Path) -> AsyncIterator[Trust]:
    async with open_trust(tmp_path) as opened:
        yield opened
        assert opened.slack.mistakes == []
        assert opened.slack.warnings == []
