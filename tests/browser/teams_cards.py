"""Cards as people get them, to be drawn and looked at: each named for what it shows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from adapters.teams import forms, render
from adapters.teams.elements import Part
from bot.core.asking import Question
from bot.core.fields import Field, Kind, Option
from bot.core.messages import Action, Document, Heatmap, Message
from bot.programme.cadence import Answer, History, Interaction, Said, Threshold
from bot.programme.months import Pause
from bot.programme.summary import Summary, summarise
from bot.programme.summary_channel import channel_text

START = date(2027, 1, 4)
HAND = Action(label="Show who could use a hand", route="care.hands", args={"cohort": "spring"})
RHYTHM = (14, 14, 17, 14, 21, 14, 30, 14, 16, 14, 24, 14)
"""Days between the meetings of each pair."""


def pair(number: int, days: int) -> History:
    met = [datetime.combine(START + timedelta(days=days * n + number), time(18), UTC) for n in range(11)]
    held = (Interaction(str(at), at.date(), (Answer("a", at, Said.HELD, frozenset({"b"})),)) for at in met)
    rests = (Pause(date(2027, 5, 20), None),) if number == 9 else ()
    ended = date(2027, 4, 20) if number == 7 else None
    return History(f"R{number:02}", "a", ("b",), START, tuple(held), pauses=rests, ended=ended)


def figures() -> Summary:
    pairs = [pair(number, days) for number, days in enumerate(RHYTHM, start=1)]
    return summarise("Spring 2027", pairs, Threshold(), date(2027, 6, 4), ZoneInfo("Europe/London"))


def said(kind: str, preview: str, text: str, *actions: Action, link: str | None = None) -> list[Part]:
    document = Document(name="meeting.ics", media_type="text/calendar", text="") if link else None
    return render.cards(
        Message(kind=kind, preview=preview, text=text, actions=actions, document=document), link
    )


def press(label: str, look: str = "plain") -> Action:
    return Action.model_validate({"label": label, "route": "example", "look": look})


def proposal() -> list[Part]:
    return said(
        "service.proposal",
        "A time to confirm",
        "Brendan suggests Thursday 18 March 2027, 15:00.",
        press("That works", "main"),
        press("Another time"),
        press("Not this month"),
    )


def agreed() -> list[Part]:
    return said(
        "service.agreed",
        "A time is agreed",
        "You meet Brendan on Thursday 18 March 2027, 15:00.",
        press("Show the guide"),
        press("Move it"),
        link="https://turnabout.example/files/once",
    )


def did_you_meet() -> list[Part]:
    return said(
        "nudge.did-you-meet",
        "How did it go?",
        "Did you meet Brendan on Thursday 18 March?",
        press("Yes, we met", "main"),
        press("They met without me"),
        press("It moved"),
        press("No"),
    )


def my_programme() -> list[Part]:
    labels = ("Log a meeting", "Show the guide", "Look back", "My notes", "Take a break", "Who sees what")
    return said(
        "reply.programme",
        "My programme",
        "With Brendan: month 3 of 8, up to Saturday 3 April.\n\n"
        "Next: Thursday 18 March 2027, 15:00. The guide: First hand.\n\n"
        "Month 1: ● held, ● held (complete)\nMonth 2: ● held, · open (over)\n"
        "Month 3: ● held, ○ planned (under way)\nMonth 4: · open, · open (to come)\n\n"
        "You have 2 things you mean to do.",
        press("Suggest a time", "main"),
        *map(press, labels),
        press("My data"),
        press("Help now"),
        press("Stop", "careful"),
    )


def looking_back() -> list[Part]:
    reminder = "No names, and nothing about patients."
    return [
        forms.card(
            Question(
                dialog="reflect",
                key="now_what",
                title="Now what?",
                short_title="Now what?",
                text="One thing you will do, by when, and who could see it? Or nothing yet.",
                fields=(
                    Field(
                        name="will",
                        kind=Kind.TEXT,
                        label="One thing you will do",
                        hint=reminder,
                        max_length=300,
                        default="Ask how the rota is made, and write the rules of it on the board.",
                    ),
                    Field(
                        name="by",
                        kind=Kind.DATE,
                        label="By when",
                        hint="Leave it empty if no day fits yet.",
                        required=False,
                        default="2027-02-18",
                    ),
                    Field(
                        name="weight",
                        kind=Kind.CHOICE,
                        label="It was",
                        options=tuple(
                            Option(word.lower(), word) for word in ("Light", "Fine", "Heavy", "Too much")
                        ),
                    ),
                ),
                errors={"by": "Please choose 18 March 2027 or a later day."},
                back=True,
                skip=True,
                token="01a3c2bc:3:now_what",
            )
        )
    ]


def booking() -> list[Part]:
    times = ("Wednesday 24 March 2027, 10:00", "Thursday 25 March 2027, 14:00", "Friday 26 March 2027, 10:00")
    return [
        forms.card(
            Question(
                dialog="book",
                key="when",
                title="When would suit?",
                short_title="Suggest a time",
                text="Pick a time, or write your own as you would say it: *next Tuesday at 3*, *20/1 at 11*.",
                fields=(
                    Field(
                        name="pick",
                        kind=Kind.CHOICE,
                        label="Pick a time",
                        options=tuple(Option(one, one) for one in (*times, "Another time, in my own words")),
                    ),
                    Field(
                        name="words",
                        kind=Kind.TEXT,
                        label="Your own day and time",
                        hint="This goes before a time picked above.",
                        required=False,
                        max_length=200,
                    ),
                ),
                back=False,
                skip=False,
                token="01a3c2bc:0:when",
            )
        )
    ]


def every_kind() -> list[Part]:
    """One question with a field of every kind, something to show, and lists short and long."""
    places = tuple(Option(str(number), f"Room {number}") for number in range(1, 13))
    rules = ("What is said here stays here.", "We challenge ideas, not people.", "Our notes stay with us.")
    return [
        forms.card(
            Question(
                dialog="example",
                key="everything",
                title="Is this right?",
                short_title="Everything",
                text="",
                show="What happened · Only me\nWe walked round the ward.\n\nIt was *good* to see.",
                fields=(
                    Field(
                        name="keep",
                        kind=Kind.CHOICES,
                        label="Rules to keep",
                        options=tuple(Option(str(number), rule) for number, rule in enumerate(rules)),
                        default=("0", "2"),
                        minimum=1,
                    ),
                    Field(name="place", kind=Kind.CHOICE, label="Where?", options=places),
                    Field(name="at", kind=Kind.TIME, label="From", minimum=time(8), default="09:00"),
                    Field(name="long", kind=Kind.NUMBER, label="How many minutes?", minimum=15, default="45"),
                    Field(name="own", kind=Kind.TEXT, label="In your own words", multiline=True),
                    Field(
                        name="right",
                        kind=Kind.YES_NO,
                        label="Shall I keep it?",
                        options=(Option("true", "Yes"), Option("false", "No")),
                        required=False,
                    ),
                ),
                back=True,
                skip=False,
                token="01a3c2bc:7:everything",
            )
        )
    ]


def week() -> list[Part]:
    text = channel_text(figures(), "weekly")
    return said("summary.weekly", "The week in figures", text, HAND)


def month() -> list[Part]:
    summary = figures()
    text = channel_text(summary, "monthly")
    picture = Heatmap(summary=summary, alternative=text)
    return render.cards(
        Message(
            kind="summary.monthly",
            preview="The month in figures",
            text=text,
            actions=(HAND,),
            picture=picture,
        )
    )


SHOWN = (
    proposal, agreed, did_you_meet, my_programme, looking_back, booking, every_kind, week, month,
)  # fmt: skip
