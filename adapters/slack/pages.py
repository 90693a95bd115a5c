"""The pages that somebody sees in a browser while they install the bot."""

from html import escape

from aiohttp import web

from bot.core.words import _

_PAGE = """\
<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Turnabout for Slack</title>
<style>
  :root {{ color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif; }}
  body {{ max-width: 34rem; margin: 16vh auto 0; padding: 0 1.5rem; }}
  h1 {{ font-size: 1.75rem; line-height: 1.25; }}
  a.button {{ display: inline-block; padding: .7rem 1.4rem; border-radius: .5rem; background: #4a154b;
             color: #fff; font-weight: 600; text-decoration: none; }}
  a.button:focus-visible {{ outline: 3px solid currentcolor; outline-offset: 3px; }}
</style>
<main>
<h1>{title}</h1>
{paragraphs}
{button}
</main>
</html>
"""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(title: str, *paragraphs: str, button: tuple[str, str] = ("", ""), status: int = 200) -> web.Response:
    """Return a page with a title, some words, and at most one button: what it says, and where it leads."""
    label, address = button
    text = _PAGE.format(
        title=escape(title),
        paragraphs="\n".join(f"<p>{escape(one)}</p>" for one in paragraphs),
        button=f'<p><a class="button" href="{escape(address)}">{escape(label)}</a></p>' if address else "",
    )
    return web.Response(text=text, content_type="text/html", headers=_HEADERS, status=status)


def invitation(address: str) -> web.Response:
    return page(
        _("Add Turnabout to Slack"),
        _("Turnabout helps people of a reverse-mentoring programme to keep meeting."),
        _("It reads what is typed to it in its own chat, and nothing else that is said in your Slack."),
        button=(_("Add to Slack"), address),
    )


def welcome(name: str, app: str, team: str) -> web.Response:
    where = name or _("your Slack")
    back = f"https://slack.com/app_redirect?app={app}&team={team}" if app and team else ""
    return page(
        _("Turnabout is in {where}").format(where=where),
        _("People of a programme are greeted in their chat with it, once their cohort has started."),
        _("Invite it to the coordinators' private channel with /invite @Turnabout."),
        button=(_("Open Slack"), back),
    )


def cancelled() -> web.Response:
    return page(_("Nothing was installed"), _("You stopped it, and nothing has changed. You can begin anew."))


def out_of_date() -> web.Response:
    return page(
        _("That link is no longer good"),
        _("It works once, for ten minutes, and in the browser in which it was opened. Please begin anew."),
        button=(_("Begin anew"), "/slack/install"),
        status=400,
    )


def not_allowed() -> web.Response:
    return page(
        _("Not for this workspace"),
        _("This Turnabout serves certain workspaces only, and this one is not among them."),
        _("Whoever runs it can add yours to its list."),
        status=403,
    )


def not_done() -> web.Response:
    return page(
        _("Slack did not finish it"),
        _("Nothing was installed. Please begin anew; if it happens again, tell whoever runs Turnabout."),
        button=(_("Begin anew"), "/slack/install"),
        status=502,
    )


def too_many() -> web.Response:
    return page(_("One moment, please"), _("Many are installing just now. Try again soon."), status=429)
