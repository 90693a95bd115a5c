"""What tests of meetings share: a time is booked, agreed, met, and what is found in the store afterwards."""

from bot.core.circle import Story, load_story
from bot.core.messages import Message, Reply
from bot.core.records import Interaction, InteractionState
from dialogs.meetings import about
from tests.core.works import Works
from tests.dialogs.house import asked


async def proposes(works: Works, who: str, words: str, *, code: str = "R01", moves: str = "") -> Reply:
    """Book a time in somebody's own words and confirm what was understood."""
    args = {"interaction": moves} if moves else {}
    form = await works.house.press(who, "book", relationship=code, **args)
    full = await works.house.answer(who, form, words=words)
    assert asked(full).key == "in_full-1", f"asked {asked(full).key}"
    return await works.house.answer(who, full, right="yes")


async def agrees(works: Works, who: str, meeting: Interaction) -> Reply:
    return await works.house.press(who, "proposal.accept", **about(meeting))


async def booked(works: Works, words: str) -> Interaction:
    """Let Amara propose a time to Brendan, who agrees."""
    await proposes(works, "amara", words)
    meeting = await newest(works)
    await agrees(works, "brendan", meeting)
    return await newest(works)


async def story(works: Works, code: str = "R01") -> Story:
    async with works.house.store.reading() as unit:
        return await load_story(unit, code)


async def newest(works: Works, code: str = "R01") -> Interaction:
    """Return the meeting that was added last; those that the house began with come before all others."""
    meetings = (await story(works, code)).interactions
    return max(meetings, key=lambda one: (not one.id.startswith(code), one.id))


async def state(works: Works, meeting: Interaction) -> InteractionState:
    async with works.house.store.reading() as unit:
        return (await unit.interactions.get(meeting.id)).state


async def letters(works: Works, who: str) -> list[Message]:
    """Return what has reached somebody by now and was not looked at before."""
    while await works.courier.deliver():
        pass
    return works.phones.unread(who)


async def lives_in(works: Works, who: str, timezone: str) -> None:
    """Let somebody's clock show the time of another place."""
    async with works.house.changing() as unit:
        person = await unit.people.get(who)
        await unit.people.put(person.model_copy(update={"timezone": timezone}))


def labels(message: Message) -> list[str]:
    return [action.label for action in message.actions]
