"""The same over a socket, which needs no public address."""

import asyncio
from pathlib import Path

from tests.flow.slack.trust import open_trust


async def test_over_a_socket_people_are_heard_and_answered(tmp_path: Path) -> None:
    async with open_trust(tmp_path, app_token="xapp-1-fake", signing_secret="") as trust:
        assert trust.platform.routes() == ()
        trust.slack.app_url = ""
        await trust.platform.listen()
        await trust.slack.sockets.opened()
        async with asyncio.timeout(10):
            await trust.gus.types("help")
            assert trust.gus.last.text == "What I can do"
            await trust.gus.commands("cohort")
            assert trust.gus.answer.json["response_type"] == "ephemeral"
        assert trust.slack.mistakes == []


async def test_over_a_socket_a_fault_inside_makes_slack_deliver_again(tmp_path: Path) -> None:
    async with open_trust(tmp_path, app_token="xapp-1-fake") as trust:
        await trust.platform.listen()
        await trust.slack.sockets.opened()
        trust.slack.patience = 0.3
        trust.trouble.append(RuntimeError("the disk was full"))
        await trust.gus.types("help")
        assert trust.gus.answer.attempts == 2
        assert trust.gus.last.text == "What I can do"
