"""The app package for Teams, held against the rules of its published schema."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft7Validator
from matplotlib.image import imread

from adapters.teams import pages
from bot.core.problems import WrongUse
from dialogs.commands import FOR_COORDINATORS, WORDS
from manifest.teams import NoHost, NotABot, icons, package

URL = "https://turnabout.trust.example"
APP_ID = "5d1f3a52-0000-4000-8000-00000000b07a"

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "maxLength": 2048, "pattern": "^https://"}
IDENTIFIER = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
SCOPES = {
    "type": "array",
    "minItems": 1,
    "maxItems": 3,
    "uniqueItems": True,
    "items": {"enum": ["team", "personal", "groupChat"]},
}


def only(needed: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the rule for an object that has all of these parts, perhaps some more, and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": needed | more,
        "required": list(needed),
    }


def at_most(length: int) -> dict[str, Any]:
    return TEXT | {"maxLength": length}


COMMAND = only({"title": at_most(32), "description": at_most(128)})
COMMANDS = only(
    {"scopes": SCOPES, "commands": {"type": "array", "minItems": 1, "maxItems": 10, "items": COMMAND}}
)
BOT = only(
    {"botId": IDENTIFIER, "scopes": SCOPES},
    isNotificationOnly={"type": "boolean"},
    supportsFiles={"type": "boolean"},
    commandLists={"type": "array", "maxItems": 3, "items": COMMANDS},
)
RULES = only(
    {
        "manifestVersion": {"const": "1.19"},
        "version": {"type": "string", "pattern": r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$"},
        "id": IDENTIFIER,
        "developer": only(
            {"name": at_most(32), "websiteUrl": ADDRESS, "privacyUrl": ADDRESS, "termsOfUseUrl": ADDRESS}
        ),
        "name": only({"short": at_most(30)}, full=at_most(100)),
        "description": only({"short": at_most(80), "full": at_most(4000)}),
        "icons": only({"outline": at_most(2048), "color": at_most(2048)}),
        "accentColor": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
    },
    **{
        "$schema": {
            "const": "https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json"
        },
        "bots": {"type": "array", "maxItems": 1, "items": BOT},
        "validDomains": {"type": "array", "maxItems": 16, "items": at_most(2048)},
    },
)
"""The rules of the schema, version 1.19, for the parts that the package has: none of them is loosened."""


def unpacked(url: str = URL) -> dict[str, bytes]:
    with ZipFile(BytesIO(package(url, APP_ID))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(unpacked()["manifest.json"])
    return read


def commands(scope: str) -> list[str]:
    [listed] = [one for one in manifest()["bots"][0]["commandLists"] if scope in one["scopes"]]
    return [command["title"] for command in listed["commands"]]


def pixels(png: bytes) -> Any:
    """Return the rows of an icon, each pixel as red, green, blue and opacity from 0 to 1."""
    return imread(BytesIO(png), format="png")


# ---------------------------------------------------------------- the package


def test_the_package_has_the_manifest_and_both_icons_at_its_root() -> None:
    assert list(unpacked()) == ["manifest.json", "color.png", "outline.png"]


def test_the_same_package_has_the_same_bytes() -> None:
    assert package(URL, APP_ID) == package(URL + "/", APP_ID.upper())


def test_the_manifest_keeps_to_the_published_rules() -> None:
    assert [fault.message for fault in Draft7Validator(RULES).iter_errors(manifest())] == []


def test_the_rules_would_find_what_is_wrong() -> None:
    wrong = manifest()
    wrong["bots"][0]["scopes"] = ["groupchat"]
    wrong["name"]["short"] = "x" * 31
    wrong["packageName"] = "turnabout"
    assert len(list(Draft7Validator(RULES).iter_errors(wrong))) == 3


def test_the_bot_is_named_by_its_registration() -> None:
    assert (manifest()["id"], manifest()["bots"][0]["botId"]) == (APP_ID, APP_ID)


def test_everything_it_leads_to_is_at_the_address_of_the_service() -> None:
    developer = manifest()["developer"]
    assert all(developer[name].startswith(URL) for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl"))
    assert manifest()["validDomains"] == ["turnabout.trust.example"]


def test_the_pages_it_names_are_served() -> None:
    served = {route.path for route in pages.routes()}
    developer = manifest()["developer"]
    assert {developer[name].removeprefix(URL) for name in ("privacyUrl", "termsOfUseUrl")} == served


def test_no_mark_is_left_to_be_filled_in() -> None:
    assert b"@" not in unpacked()["manifest.json"]


def test_the_short_words_are_not_said_again_in_the_long_ones() -> None:
    words = manifest()["description"]
    assert words["short"] not in words["full"]
    assert manifest()["name"]["short"] != manifest()["name"]["full"]


# ---------------------------------------------------------------- the commands


@pytest.mark.parametrize("scope", ["personal", "team", "groupChat"])
def test_every_command_on_the_list_is_one_that_is_understood(scope: str) -> None:
    assert set(commands(scope)) <= set(WORDS)


def test_the_list_offers_what_people_in_a_pair_do() -> None:
    assert set(commands("personal")).isdisjoint(FOR_COORDINATORS)
    assert {"book", "log", "reflect", "pause", "help now", "who sees what"} <= set(commands("personal"))


def test_where_others_read_nothing_is_offered_but_the_way_to_ones_own_chat() -> None:
    assert commands("team") == commands("groupChat") == ["help"]


# ---------------------------------------------------------------- the icons


def test_the_coloured_icon_is_a_full_square_of_192_pixels() -> None:
    seen = pixels(unpacked()["color.png"])
    assert seen.shape == (192, 192, 4)
    assert (seen[..., 3] == 1).all()


def test_the_mark_keeps_to_the_middle_of_the_coloured_icon() -> None:
    seen = pixels(unpacked()["color.png"])
    rows, columns = (seen != seen[0, 0]).any(axis=-1).nonzero()
    margins = (rows.min(), columns.min(), 191 - rows.max(), 191 - columns.max())
    assert min(margins) >= 36, "the middle 120 pixels, where no client cuts anything off"
    assert max(margins) - min(margins) <= 12


def test_the_small_icon_is_white_on_nothing() -> None:
    seen = pixels(unpacked()["outline.png"])
    assert seen.shape == (32, 32, 4)
    assert (seen[..., :3][seen[..., 3] > 0] == 1).all()
    assert seen[..., 3].min() == 0
    assert seen[..., 3].max() == 1


def test_the_icons_are_those_that_the_script_draws() -> None:
    assert (pixels(icons.colour()) == pixels(unpacked()["color.png"])).all()
    assert (pixels(icons.outline()) == pixels(unpacked()["outline.png"])).all()


# ---------------------------------------------------------------- what can't be packed


@pytest.mark.parametrize(
    "url",
    ["http://turnabout.example", "https://", "https://host", "https://a b.example", "https://a.example/path",
     "https://me:pw@a.example", 'https://a.example"', "https://a.example?x=1", "https://[::1]", ""],
)  # fmt: skip
def test_an_address_that_teams_could_not_call_is_refused(url: str) -> None:
    with pytest.raises(NoHost, match="must begin with https://"):
        package(url, APP_ID)


@pytest.mark.parametrize("app_id", ["", "turnabout", f"{APP_ID}0", "@URL@"])
def test_a_bot_that_is_none_is_refused(app_id: str) -> None:
    with pytest.raises(NotABot, match="MicrosoftAppId"):
        package(URL, app_id)


def test_a_refusal_is_wrong_use() -> None:
    assert issubclass(NotABot, WrongUse)
    assert issubclass(NoHost, WrongUse)


def test_a_port_stays_in_the_address_and_not_in_the_domain() -> None:
    read = json.loads(unpacked("https://A.example:8443/")["manifest.json"])
    assert read["developer"]["websiteUrl"] == "https://a.example:8443/"
    assert read["validDomains"] == ["a.example"]
