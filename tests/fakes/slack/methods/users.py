"""`users.*`: profiles, with as much of them as the scopes allow."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.fakes.slack.calling import Invocation, Method
from tests.fakes.slack.records import Grant, Profile, Workspace
from tests.fakes.slack.refusals import RefusedError
from tests.fakes.slack.sights import Json
from tests.fakes.slack.world import World

LONGEST_PAGE = 1000


def described(
    world: World, workspace: Workspace, profile: Profile, grant: Grant, *, locale: bool = False
) -> Json:
    """Return somebody as Slack describes them: whoever has left keeps a name and little else."""
    about: Json = {
        "id": profile.id,
        "team_id": workspace.id,
        "name": profile.name,
        "deleted": profile.deleted,
        "profile": _profile(profile, grant, workspace),
        "is_bot": profile.is_bot,
        "is_app_user": False,
        "updated": int(world.now),
    }
    if profile.deleted:
        return about
    about |= {
        "real_name": profile.real_name,
        "is_admin": profile.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": profile.is_restricted,
        "is_ultra_restricted": profile.is_ultra_restricted,
        "is_email_confirmed": True,
        **_zone(world, profile),
    }
    about |= {"locale": profile.locale} if locale else {}
    return about | (_on_the_grid(workspace, profile) if workspace.enterprise else {})


def _profile(profile: Profile, grant: Grant, workspace: Workspace) -> Json:
    first, _, last = profile.real_name.partition(" ")
    about: Json = {
        "real_name": profile.real_name,
        "real_name_normalized": profile.real_name,
        "display_name": profile.display_name,
        "display_name_normalized": profile.display_name,
        "first_name": first,
        "last_name": last,
        "title": "",
        "status_text": "",
        "status_emoji": "",
        "team": workspace.id,
    }
    if "users:read.email" in grant.scopes and profile.email and not profile.is_bot:
        about["email"] = profile.email
    return about


def _zone(world: World, profile: Profile) -> Json:
    at = datetime.fromtimestamp(world.now, UTC).astimezone(ZoneInfo(profile.tz))
    offset = at.utcoffset()
    seconds = int(offset.total_seconds()) if offset else 0
    return {"tz": profile.tz, "tz_label": at.tzname() or profile.tz, "tz_offset": seconds}


def _on_the_grid(workspace: Workspace, profile: Profile) -> Json:
    return {
        "enterprise_user": {
            "id": profile.id,
            "enterprise_id": workspace.enterprise,
            "enterprise_name": workspace.enterprise,
            "teams": [workspace.id],
            "is_admin": False,
            "is_owner": False,
        }
    }


async def info(call: Invocation) -> Json:
    name = call.need("user")
    for workspace in call.reach:
        if profile := workspace.profiles.get(name):
            locale = call.flag("include_locale")
            return {"user": described(call.world, workspace, profile, call.grant, locale=locale)}
    raise RefusedError("user_not_found")


async def by_email(call: Invocation) -> Json:
    """Find somebody by e-mail; case does not matter, and whoever has left is not found."""
    email = call.need("email").strip().lower()
    for workspace in call.reach:
        for profile in workspace.profiles.values():
            if profile.email.lower() == email and not profile.deleted and not profile.is_bot:
                return {"user": described(call.world, workspace, profile, call.grant)}
    raise RefusedError("users_not_found")


async def everybody(call: Invocation) -> Json:
    workspace = call.workspace
    people = list(workspace.profiles.values())
    start, limit = call.number("cursor", 0), min(call.number("limit", LONGEST_PAGE), LONGEST_PAGE)
    locale = call.flag("include_locale")
    return {
        "members": [
            described(call.world, workspace, one, call.grant, locale=locale)
            for one in people[start : start + limit]
        ],
        "cache_ts": int(call.world.now),
        "response_metadata": {"next_cursor": str(start + limit) if len(people) > start + limit else ""},
    }


METHODS = {
    "users.info": Method(info, ("users:read",), takes_json=False),
    "users.lookupByEmail": Method(by_email, ("users:read.email",), takes_json=False),
    "users.list": Method(everybody, ("users:read",), takes_json=False),
}
