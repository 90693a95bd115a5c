"""The ways on which people carry their canaries: together they pass every field for free text."""

from tests.dialogs.lookbacks import notes_by
from tests.flow.canaries import Journey, Planter

R02 = {"relationship": "R02", "interaction": "R02-2027-02-19"}


async def books(planter: Planter) -> None:
    """Brendan books; what he says is no time at first."""
    await planter.walk("brendan", await planter.house.press("brendan", "book", relationship="R01"))


async def asks_about_several_times(planter: Planter) -> None:
    """Edwin asks the other two about times; one of his lines is no time at first."""
    await planter.walk("edwin", await planter.house.press("edwin", "poll", relationship="R02"))


async def suggests_a_standing_time(planter: Planter) -> None:
    """Hamish suggests a standing time; what he says is no rhythm at first."""
    await planter.walk("hamish", await planter.house.press("hamish", "standing", relationship="R03"))


async def names_an_assistant(planter: Planter) -> None:
    """Hamish names an assistant; what he writes is no address at first."""
    await planter.walk("hamish", await planter.house.press("hamish", "assistant", relationship="R03"))


async def looks_back_in_full(planter: Planter) -> None:
    """Edwin looks back in full, for himself alone."""
    reply = await planter.house.press("edwin", "reflect", relationship="R02")
    await planter.walk("edwin", reply, length="standard", audience="private", weight="heavy", then="keep")


async def looks_back_shortly(planter: Planter) -> None:
    """Chidi looks back in one line and shares it with the trio."""
    reply = await planter.house.press("chidi", "reflect", relationship="R02")
    await planter.walk("chidi", reply, length="short", audience="pair", weight="fine", then="keep")


async def rewrites(planter: Planter) -> None:
    """Delphine looks back for herself alone, and changes every note later."""
    house = planter.house
    reply = await house.press("delphine", "reflect", relationship="R02")
    reply = await house.answer("delphine", reply, length="short")
    reply = await house.answer("delphine", reply, audience="private")
    reply = await house.answer("delphine", reply, saw="A walk", will="A call")
    reply = await house.turn("delphine", reply, "skip")
    await house.answer("delphine", reply, then="keep")
    for kind, note in (await notes_by(house, "delphine")).items():
        if kind != "weight":
            await planter.walk("delphine", await house.press("delphine", "note", note=note.id), then="change")


async def parks_a_thought(planter: Planter) -> None:
    """Edwin parks what he expects before the next meeting."""
    await planter.walk("edwin", await planter.house.press("edwin", "thought", **R02))


async def writes_rules(planter: Planter) -> None:
    """Amara writes a rule of her own for the pair."""
    reply = await planter.house.press("amara", "rules", relationship="R01")
    await planter.walk("amara", reply, known="true", agreed="true")


async def moves_house(planter: Planter) -> None:
    """Hamish says where he is, in words that are no place."""
    reply = await planter.house.press("hamish", "preferences")
    leave = {"first": "2027-03-01", "until": "2027-03-02"}
    await planter.walk("hamish", reply, timezone="elsewhere", **leave)


async def settles_in(planter: Planter) -> None:
    """Imani reads the notice and says where she is, in words that are no place."""
    reply = await planter.house.press("imani", "welcome")
    leave = {"first": "2027-03-01", "until": "2027-03-02"}
    await planter.walk("imani", reply, read="true", known="true", timezone="elsewhere", **leave)


async def gives_a_calendar(planter: Planter) -> None:
    """Gwen gives the address of her calendar, at first in words that are none."""
    await planter.walk("gwen", await planter.house.press("gwen", "free-times.give"))


async def writes_to_a_trio(planter: Planter) -> None:
    """Farah, who coordinates, writes to the trio."""
    await planter.walk("farah", await planter.house.press("farah", "care.write", relationship="R02"))


JOURNEYS: tuple[Journey, ...] = (
    books,
    asks_about_several_times,
    suggests_a_standing_time,
    names_an_assistant,
    looks_back_in_full,
    looks_back_shortly,
    rewrites,
    parks_a_thought,
    writes_rules,
    moves_house,
    settles_in,
    gives_a_calendar,
    writes_to_a_trio,
)
