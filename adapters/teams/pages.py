"""The two pages that every app in Teams has to name: what becomes of people's data, and the terms of use."""

from collections.abc import Sequence
from html import escape

from aiohttp import web

from bot.core.words import _

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

PRIVACY = (
    _("What Turnabout keeps"),
    (
        _(
            "Turnabout is run by your own organisation, for the people it invited to a programme of reverse "
            "mentoring. What it keeps stays with your organisation."
        ),
        _(
            "From Teams it takes your name, your e-mail address, your time zone and your language, to know "
            "you by the address you were invited with and to write to you at good times. In a team that it "
            "was added to, it reads the list of members, to find those who were invited."
        ),
        _(
            "It hears what you say to it in your own chat, and what is said with its name in a channel or a "
            "group chat. It reads nothing else there, and keeps nothing of what you type unless you put it "
            "in a form. Who may read an answer is settled before you write it."
        ),
        _(
            "Say “who sees what” in the chat and it lists who can read what, and for how long. Say “my data” "
            "to read, take away or erase what is kept about you."
        ),
    ),
)
TERMS = (
    _("Terms of use"),
    (
        _(
            "Turnabout is for people who were invited to a programme by their organisation. Taking part is "
            "your choice: say “pause” for a break or “leave” to stop, and give no reason for either."
        ),
        _(
            "What the two or three of you say to each other stays with you. What somebody shares here is "
            "for whoever they chose, and for nobody else."
        ),
        _("It is no emergency service. Say “help now” and it tells you who is there for you."),
    ),
)

_PAGE = """\
<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Turnabout</title>
<style>
  :root {{ color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif; }}
  body {{ max-width: 34rem; margin: 10vh auto; padding: 0 1.5rem; }}
</style>
<h1>{title}</h1>
{paragraphs}
</html>
"""


def routes() -> Sequence[web.RouteDef]:
    """Return the pages that the manifest names."""
    return [web.get("/teams/privacy", _privacy), web.get("/teams/terms", _terms)]


async def _privacy(_request: web.Request) -> web.Response:
    return _page(*PRIVACY)


async def _terms(_request: web.Request) -> web.Response:
    return _page(*TERMS)


def _page(title: str, paragraphs: Sequence[str]) -> web.Response:
    shown = "\n".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return web.Response(
        text=_PAGE.format(title=escape(title), paragraphs=shown), content_type="text/html", headers=HEADERS
    )
