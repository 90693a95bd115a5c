"""The service as an operator starts it: a process of its own, platforms on loopback, and a clean end."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.core.clock import SystemClock
from tests.cli.conftest import Run
from tests.fakes.slack.fake import FakeSlack

TURNABOUT = Path(sys.executable).with_name("turnabout")
PATIENCE = 30.0


@asynccontextmanager
async def serving(folder: Path, **settings: str) -> AsyncIterator[str]:
    """Run `turnabout serve` in a folder, give its address, and see it end well."""
    process = await asyncio.create_subprocess_exec(
        TURNABOUT,
        "serve",
        "--port",
        "0",
        cwd=folder,
        env={"PATH": os.environ["PATH"], **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            said = (await process.stdout.readline()).decode()
        found = re.search(r"http://[\d.:]+", said)
        assert found, said + (await process.communicate())[1].decode()
        yield found[0]
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode == 0
        assert '"error"' not in err.decode()
        assert "has stopped" in out.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_the_service_takes_in_what_slack_sends_and_ends_when_it_is_told(tmp_path: Path) -> None:
    async with FakeSlack(clock=SystemClock()) as slack:
        ada = slack.adds_person("U1", "Ada Quist", "ada@trust.example")
        settings = {
            "SLACK_BOT_TOKEN": slack.token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
        }
        async with serving(tmp_path, **settings) as address, aiohttp.ClientSession() as browser:
            slack.app_url = f"{address}/slack/events"
            await ada.types("help")
            await slack.until(lambda: len(ada.posts) > 1)

            assert "I don't know you yet" in ada.last.words
            async with browser.get(f"{address}/healthz") as alive:
                assert alive.status == 200
            async with browser.post(f"{address}/slack/events", data=b"{}") as unsigned:
                assert unsigned.status == 401
        assert slack.mistakes == []


def test_without_a_platform_the_missing_settings_are_named(turnabout: Run) -> None:
    ran = turnabout("serve")

    assert ran.status == 2
    assert "SLACK_BOT_TOKEN" in ran.err
    assert "MicrosoftAppId" in ran.err


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-1", "SLACK_SIGNING_SECRET"),
        ("SLACK_BOT_TOKEN", "nonsense", "SLACK_BOT_TOKEN"),
        ("MicrosoftAppId", "an-app", "MicrosoftAppPassword"),
        ("MicrosoftAppType", "MultiTenant", "MicrosoftAppType"),
        ("TURNABOUT_PUBLIC_URL", "http://trust.example", "TURNABOUT_PUBLIC_URL"),
    ],
)
def test_a_platform_set_up_by_half_is_said_in_one_sentence(
    turnabout: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, named: str
) -> None:
    monkeypatch.setenv(name, value)

    ran = turnabout("serve")

    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert named in ran.err
    assert "nonsense" not in ran.err


def test_traffic_without_tokens_is_let_in_at_this_machine_alone(
    turnabout: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_INSECURE_LOCAL", "1")

    ran = turnabout("serve", "--host", "0.0.0.0")  # noqa: S104  # the very thing that is refused

    assert ran.status == 2
    assert "TURNABOUT_INSECURE_LOCAL" in ran.err
