"""Files through the fake Slack, in their three steps."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.examples import section
from tests.fakes.slack.fake import SCOPES, FakeSlack
from tests.fakes.slack.scene import client_of, refusal


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(scopes=SCOPES | {"team:read", "channels:join"}) as fake:
        fake.adds_person(
            "U1", "Ada Quist", "ada@trust.example", tz="Asia/Tokyo", locale="ja-JP", display_name="ada"
        )
        fake.adds_person("U2", "Bo Lind", "bo@trust.example", deleted=True)
        fake.adds_person("U3", "Cy Moor", "cy@guest.example", is_restricted=True)
        fake.adds_channel("C1", "coordinators", members=["U1"])
        fake.adds_channel("C2", "everybody", members=["U1"], private=False, app_is_in=False)
        fake.adds_channel("C3", "secret", members=["U1"], app_is_in=False)
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return client_of(slack, slack.token)


async def test_a_file_is_asked_for_uploaded_and_shared(slack: FakeSlack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        channel="C1", content=b"picture", filename="cadence.png", title="Cadence", alt_txt="Two of sixteen"
    )

    (file,) = slack.files
    assert (file.content, file.title, file.alt_text, file.channel) == (
        b"picture",
        "Cadence",
        "Two of sixteen",
        "C1",
    )
    (post,) = slack.channel("C1").posts
    assert [one["title"] for one in post.files] == ["Cadence"]


async def test_a_file_that_was_never_uploaded_cannot_be_shared(client: AsyncWebClient) -> None:
    asked = await client.files_getUploadURLExternal(filename="a.png", length=3)
    sharing = client.files_completeUploadExternal(files=[{"id": asked["file_id"]}], channel_id="C1")

    assert await refusal(sharing) == "file_not_found"


async def test_a_file_goes_only_where_the_app_is(client: AsyncWebClient) -> None:
    sharing = client.files_upload_v2(channel="C2", content=b"x", filename="a.png")

    assert await refusal(sharing) == "not_in_channel"


async def test_a_file_needs_a_length_and_a_short_description(client: AsyncWebClient) -> None:
    empty = client.files_getUploadURLExternal(filename="a.png", length=0)
    wordy = client.files_getUploadURLExternal(filename="a.png", length=1, alt_txt="x" * 1001)

    assert await refusal(empty) == "missing_argument"
    assert await refusal(wordy) == "alt_txt_too_large"


async def test_a_comment_drops_the_blocks_of_a_shared_file(slack: FakeSlack, client: AsyncWebClient) -> None:
    asked = await client.files_getUploadURLExternal(filename="a.png", length=1)
    async with aiohttp.ClientSession() as session, session.post(asked["upload_url"], data=b"x") as uploaded:
        assert uploaded.status == 200

    await client.files_completeUploadExternal(
        files=[{"id": asked["file_id"]}],
        channel_id="C1",
        initial_comment="Tea & cake",
        blocks=json.dumps([section("Milk")]),
    )

    assert slack.channel("C1").posts[0].words == "Tea & cake"
