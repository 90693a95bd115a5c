"""Methods about the app itself: its token, its installation, its workspace, its socket."""

from tests.fakes.slack.calling import Invocation, Method
from tests.fakes.slack.records import Approval, Grant, Standing, Workspace
from tests.fakes.slack.refusals import RefusedError
from tests.fakes.slack.sights import Json


async def test(call: Invocation) -> Json:
    workspace = call.reach[0]
    whole = not call.grant.team
    said: Json = {
        "url": f"https://{workspace.domain}.slack.example/",
        "team": workspace.name,
        "user": "turnabout",
        "team_id": call.grant.enterprise if whole else workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": whole,
    }
    return said | ({"enterprise_id": workspace.enterprise} if workspace.enterprise else {})


async def revoke(call: Invocation) -> Json:
    if not call.flag("test"):
        call.world.stand(call.grant.token, Standing.REVOKED)
    return {"revoked": not call.flag("test")}


async def access(call: Invocation) -> Json:
    """Exchange a code for a token: each code once, with the app's own secret and the same address."""
    app, approval = call.world.app, call.world.approvals.get(call.need("code"))
    if call.get("client_id") != app.client_id:
        raise RefusedError("invalid_client_id")
    if call.get("client_secret") != app.client_secret:
        raise RefusedError("bad_client_secret")
    if approval is None:
        raise RefusedError("invalid_code")
    if approval.used:
        raise RefusedError("code_already_used")
    if approval.redirect_uri != call.get("redirect_uri", approval.redirect_uri):
        raise RefusedError("bad_redirect_uri")
    approval.used = True
    call.world.grants[approval.grant.token] = approval.grant
    return _installed(call, approval)


def _installed(call: Invocation, approval: Approval) -> Json:
    grant = approval.grant
    whole = not grant.team
    workspace = _home_of(call, grant)
    enterprise = {"id": workspace.enterprise, "name": workspace.enterprise} if workspace.enterprise else None
    return {
        "app_id": call.world.app.id,
        "authed_user": {"id": approval.by},
        "scope": ",".join(sorted(grant.scopes)),
        "token_type": "bot",
        "access_token": grant.token,
        "bot_user_id": workspace.bot_user,
        "team": None if whole else {"id": workspace.id, "name": workspace.name},
        "enterprise": enterprise,
        "is_enterprise_install": whole,
    }


def _home_of(call: Invocation, grant: Grant) -> Workspace:
    every = call.world.workspaces
    return (
        every[grant.team]
        if grant.team
        else next(one for one in every.values() if one.enterprise == grant.enterprise)
    )


async def team(call: Invocation) -> Json:
    workspace = call.workspace
    about: Json = {
        "id": workspace.id,
        "name": workspace.name,
        "url": f"https://{workspace.domain}.slack.example/",
        "domain": workspace.domain,
        "email_domain": "",
        "icon": {"image_default": True},
    }
    if workspace.enterprise:
        about |= {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.enterprise}
    return {"team": about}


async def bot(call: Invocation) -> Json:
    for workspace in call.reach:
        if call.get("bot", workspace.bot_id) == workspace.bot_id:
            about = {"id": workspace.bot_id, "deleted": False, "name": call.world.app.name}
            ours = {"app_id": call.world.app.id, "user_id": workspace.bot_user, "icons": {}}
            return {"bot": about | ours | {"updated": int(call.world.now)}}
    raise RefusedError("bot_not_found")


async def connect(call: Invocation) -> Json:
    """Hand out an address for one socket; each is good for one connection."""
    ticket = call.world.fresh("ticket-")
    call.world.tickets.add(ticket)
    return {"url": f"{call.world.base.replace('http', 'ws', 1)}/socket/{ticket}"}


METHODS = {
    "auth.test": Method(test),
    "auth.revoke": Method(revoke),
    "oauth.v2.access": Method(access, takes_json=False, open_to_all=True),
    "team.info": Method(team, ("team:read",), takes_json=False),
    "bots.info": Method(bot, ("users:read",), takes_json=False),
    "apps.connections.open": Method(connect, ("connections:write",), for_app=True),
}
