"""What Slack demands of a manifest, as its published schema (version 1) has it, for the parts that we use."""

from typing import Any

Rule = dict[str, Any]

YES_OR_NO: Rule = {"type": "boolean"}


def words(least: int, most: int, **more: Any) -> Rule:
    return {"type": "string", "minLength": least, "maxLength": most, **more}


def address(most: int) -> Rule:
    return words(1, most, pattern="^https://")


def several(of: Rule, most: int, least: int = 0, **more: Any) -> Rule:
    return {"type": "array", "items": of, "minItems": least, "maxItems": most, **more}


def parts(*needed: str, **rules: Rule) -> Rule:
    return {
        "type": "object",
        "properties": rules,
        "required": list(needed),
        "additionalProperties": False,
    }


SHORTCUT = parts(
    "name",
    "type",
    "callback_id",
    "description",
    name=words(1, 24),
    type={"enum": ["message", "global"]},
    callback_id=words(1, 255),
    description=words(1, 150),
)
COMMAND = parts(
    "command",
    "description",
    command=words(2, 32, pattern="^/"),
    url=address(3000),
    description=words(1, 2000),
    usage_hint=words(1, 1000),
    should_escape=YES_OR_NO,
)

MANIFEST = parts(
    "display_information",
    _metadata=parts(major_version={"enum": [1]}, minor_version={"type": "integer"}),
    display_information=parts(
        "name",
        name=words(1, 35),
        description=words(1, 140),
        background_color=words(4, 7, pattern="^#([0-9a-fA-F]{3}){1,2}$"),
        long_description=words(175, 4000),
    ),
    features=parts(
        app_home=parts(
            home_tab_enabled=YES_OR_NO,
            messages_tab_enabled=YES_OR_NO,
            messages_tab_read_only_enabled=YES_OR_NO,
        ),
        bot_user=parts("display_name", display_name=words(1, 80), always_online=YES_OR_NO),
        shortcuts=several(SHORTCUT, 10, 1),
        slash_commands=several(COMMAND, 50, 1),
    ),
    oauth_config=parts(
        redirect_urls=several(address(2500), 1000, uniqueItems=True),
        scopes=parts(bot=several(words(1, 50), 255)),
    ),
    settings=parts(
        event_subscriptions=parts(
            request_url=address(3500), bot_events=several(words(1, 50), 100, uniqueItems=True)
        ),
        interactivity=parts("is_enabled", is_enabled=YES_OR_NO, request_url=address(3500)),
        org_deploy_enabled=YES_OR_NO,
        socket_mode_enabled=YES_OR_NO,
        token_rotation_enabled=YES_OR_NO,
    ),
)
