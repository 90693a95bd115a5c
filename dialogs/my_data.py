"""My data: what is kept, a copy of it, putting it right, erasing it, and saying that something went wrong."""

from collections import Counter
from collections.abc import Iterable

from bot.core.messages import Action, Document, Message
from bot.core.records import Cohort, Note
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.core.words import _, counted
from dialogs.own_data import OwnData, as_text, gather
from dialogs.passing import BRACKETING, STORY_CHOICE
from dialogs.prompt_sets import PROMPT_SET
from dialogs.rule_book import RULES
from dialogs.visibility import data_protection, my_cohort

routes = Routes()

OF_ALL = frozenset({RULES, PROMPT_SET})
"""Notes that are an agreement of the whole pair or trio: one of them alone doesn't erase it."""

KIND_NAMES = {
    "reflection": _("looking back"),
    "weight": _("how a meeting sat with you"),
    "commitment": _("what you mean to do"),
    BRACKETING: _("thoughts parked before a meeting"),
    STORY_CHOICE: _("the kind of story you chose"),
    RULES: _("ground rules you wrote"),
    PROMPT_SET: _("words chosen for your guides"),
    "theme": _("lessons you gave to all"),
}


@routes.press("my-data")
@routes.command("my data")
async def my_data(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # it is about the visitor
    """Say what is kept about the visitor, in numbers, and what they can do with it."""
    data = await gather(turn, turn.person)
    turn.reply(
        _reply(
            overview(data),
            Action(label=_("Send me a copy"), route="my-data.copy", look="main"),
            Action(label=_("Correct something"), route="my-data.correct"),
            Action(label=_("Erase my words"), route="my-data.erase", look="careful"),
            Action(label=_("Object to its use"), route="my-data.object"),
            Action(label=_("Report a privacy problem"), route="my-data.problem"),
            Action(label=_("Who sees what"), route="who-sees-what"),
        )
    )


def overview(data: OwnData) -> str:
    """Return what is kept in numbers, kind by kind; not a word of it."""
    lines = [
        _("This is kept about you: your name and e-mail, your hours, and what your programme needs."),
        counted("{n} meeting of yours", "{n} meetings of yours", len(data.meetings)),
        counted("{n} text you accepted", "{n} texts you accepted", len(data.accepted)),
        *(f"{KIND_NAMES.get(kind, kind)}: {number}" for kind, number in _by_kind(data).items()),
        counted("{n} form that lies open", "{n} forms that lie open", data.open_forms),
    ]
    return "\n• ".join(lines)


def _by_kind(data: OwnData) -> dict[str, int]:
    return dict(sorted(Counter(note.kind for note in data.notes).items()))


@routes.press("my-data.copy")
async def copy(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Hand over everything, once for reading and once as data."""
    data = await gather(turn, turn.person)
    await turn.note("took a copy of their data", f"person:{turn.person.id}")
    text = _("Here is your copy, to read and as data. Keep it somewhere safe: your notes are in it.")
    if data.notes_of_others:
        text = f"{text} {_of_others(await my_cohort(turn), data.notes_of_others)}"
    readable = Document(name="my-data.txt", media_type="text/plain", text=as_text(data))
    as_data = Document(name="my-data.json", media_type="application/json", text=data.as_json())
    turn.reply(_reply(text).model_copy(update={"document": readable}))
    turn.reply(_reply(_("The same as data.")).model_copy(update={"document": as_data}))


def _of_others(cohort: Cohort, number: int) -> str:
    text = counted(
        "{n} note by somebody else may be about you too. It isn't in the copy. {officer} can review it.",
        "{n} notes by others may be about you too. They aren't in the copy. {officer} can review them.",
        number,
    )
    return text.replace("{officer}", _officer(cohort))


@routes.press("my-data.correct")
async def correct(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Say how each kind of thing is put right, and note that it was asked for."""
    await turn.note("asked for a correction", f"person:{turn.person.id}")
    text = _(
        "Your notes and your preferences you can change here yourself. Answers about a meeting too, for "
        "sixty days. For your name, e-mail or anything else, write to {officer}. "
        "You get an answer within one month from today; I have noted the day."
    )
    turn.reply(
        _reply(
            text.format(officer=_officer(await my_cohort(turn))),
            Action(label=_("My notes"), route="notes"),
            Action(label=_("Preferences"), route="preferences"),
        )
    )


@routes.press("my-data.object")
async def object_to_use(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Record that the visitor wants the use of their data stopped or limited."""
    await turn.note("objected to the use of their data", f"person:{turn.person.id}")
    text = _(
        "I have noted with today's date that you object. Write to {officer} what should stop or be limited. "
        "You get an answer within one month. Until then you can take a break, and no nudges come."
    )
    turn.reply(
        _reply(
            text.format(officer=_officer(await my_cohort(turn))),
            Action(label=_("Take a break"), route="pause"),
            Action(label=_("Turn nudges off"), route="quiet.mute"),
        )
    )


@routes.press("my-data.erase")
async def erase(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Ask the first time, with what would go and what would stay."""
    gone = _erasable(await turn.unit.notes.of_author(turn.person.id))
    text = counted(
        "This deletes {n} note of yours, shared or not. It can't be undone.",
        "This deletes {n} notes of yours, shared or not. It can't be undone.",
        len(gone),
    )
    stays = _("What all of you agreed stays, such as ground rules. So do the dates of your meetings.")
    turn.reply(
        _reply(
            f"{text} {stays}",
            Action(label=_("Send me a copy first"), route="my-data.copy"),
            Action(label=_("Go on"), route="my-data.erase.sure", look="careful"),
            Action(label=_("Ask to erase everything"), route="my-data.forget", look="careful"),
        )
    )


@routes.press("my-data.erase.sure")
async def erase_sure(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Ask the second time."""
    erase_now = Action(label=_("Erase my words"), route="my-data.erase.now", look="careful")
    keep = Action(label=_("Keep them"), route="my-data")
    turn.reply(_reply(_("Are you sure? I can't bring them back."), erase_now, keep))


@routes.press("my-data.erase.now")
async def erase_now(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Delete the visitor's own words now, with what lies in open forms."""
    for note in _erasable(await turn.unit.notes.of_author(turn.person.id)):
        await turn.unit.notes.drop(note.id)
    for conversation in await turn.unit.conversations.of(turn.person.id):
        await turn.unit.conversations.drop(conversation.id)
    await turn.note("erased their words", f"person:{turn.person.id}")
    text = _(
        "Your words are gone. To have your name and everything else erased too, ask for it here: that is "
        "done by the people who run the programme."
    )
    turn.reply(_reply(text, Action(label=_("Ask to erase everything"), route="my-data.forget")))


def _erasable(notes: Iterable[Note]) -> list[Note]:
    return [note for note in notes if note.kind not in OF_ALL]


@routes.press("my-data.forget")
async def forget(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Record the request to be erased altogether: people carry it out, within a month."""
    await turn.note("asked to be erased", f"person:{turn.person.id}")
    text = _(
        "I have noted your request with today's date. Write to {officer} as well, who will carry it out. "
        "You get an answer within one month. It ends your part in the programme."
    )
    turn.reply(_reply(text.format(officer=_officer(await my_cohort(turn)))))


@routes.press("my-data.problem")
async def problem(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Say at once whom to tell when something went wrong with data, and by when they must act."""
    await turn.note("reported a privacy problem", f"person:{turn.person.id}")
    text = _(
        "Something was lost, or went to the wrong person? Please tell {officer} now. I have noted the time, "
        "and not what happened. A serious breach has to be reported within 72 hours. "
        "You get an answer within one month."
    )
    turn.reply(_reply(text.format(officer=_officer(await my_cohort(turn)))))


def _officer(cohort: Cohort) -> str:
    return data_protection(terms(cohort)) or _("your coordinator")


def _reply(text: str, *actions: Action) -> Message:
    return Message(kind="reply.my-data", preview=_("Your data"), text=text, actions=actions)
