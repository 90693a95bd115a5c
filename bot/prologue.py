"""What has happened before the page opens: one pair or trio has settled in.

They were welcomed, have read what is kept about them and agreed on ground rules, so that whoever takes
their phones can begin with a meeting. They did it through the same door as everyone.
"""

from datetime import timedelta

from adapters.rehearsal.cast.ledger import Circle
from adapters.rehearsal.cast.player import Deed
from adapters.rehearsal.cast.stage import button
from adapters.rehearsal.screens import Screens
from bot.performance import Performance

A_WEEK = timedelta(days=7)
"""Time enough for the first working morning of anybody."""


async def settle_in(performance: Performance, screens: Screens, circle: Circle) -> None:
    """Take the phones of a pair or trio, wait for the welcome on each, and go through the first forms."""
    for email in circle.members:
        performance.stage.take(email)
    last = performance.clock.now() + A_WEEK
    while not all(screens.on(email) for email in circle.members) and await performance.step(last):
        pass
    here = next(one for one, known in performance.stage.circles.items() if known is circle)
    for email in circle.members:
        await _press(performance, email, "Begin here", "welcome", here)
    for email in circle.members:
        await _press(performance, email, "Ground rules", "rules", here)
        await performance.deliver()


async def _press(performance: Performance, email: str, label: str, route: str, relationship: str) -> None:
    now = performance.clock.now()
    deed = Deed(now, button(label, route, relationship=relationship))
    await performance.stage.plays(email, deed, now, performance.house.door.handle)
