"""Any sequence of presses, of any age, leaves a conversation that a fresh run agrees with."""

from typing import Annotated, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.dialogs import (
    Answer,
    Ask,
    Asked,
    Back,
    Conversation,
    Event,
    Finished,
    Later,
    Outcome,
    Rejected,
    Resume,
    Skip,
    begin,
    step,
)
from bot.core.forms import Choice, Form, Number, Text
from tests.core.transcript import A_MONTH, NOON


class Road(Form):
    """Which road?"""

    road: Annotated[Literal["short", "long"], Choice("Short", "Long")]


class Stops(Form):
    """How many stops?"""

    stops: Annotated[int, Number(minimum=0, maximum=3)]


class Stop(Form):
    """Where?"""

    where: Annotated[str, Text(max_length=10)]
    why: Annotated[str | None, Text(label="Why?")] = None


class Rating(Form):
    """How was it?"""

    rating: Annotated[Literal["good", "bad"], Choice("Good", "Bad")] = "good"


async def travel(ask: Ask, *, diary: list[object]) -> None:
    road = await ask(Road)
    pages: list[object] = [road]
    if road.road == "long":
        stops = await ask(Stops)
        pages.extend([await ask(Stop, key=f"stop-{n}") for n in range(stops.stops)])
    pages.append(await ask(Rating, optional=True))
    diary.append(pages)


PRESSES = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "answer", "back", "skip", "later", "resume"]),
        st.fixed_dictionaries(
            {
                "road": st.sampled_from(["long", "long", "short", "odd"]),
                "stops": st.sampled_from(["0", "2", "3", "9"]),
                "where": st.sampled_from(["here", "there", "", "much too far away"]),
                "rating": st.sampled_from(["good", ""]),
            }
        ),
        st.sampled_from([0, 0, 0, 0, 1, 3]),
    ),
    max_size=14,
)


def event_of(press: str, token: str, values: dict[str, str]) -> Event:
    match press:
        case "answer":
            return Answer(token, values)
        case "back":
            return Back(token)
        case "skip":
            return Skip(token)
        case "later":
            return Later(token)
    return Resume()


async def check_consistent(before: Conversation, event: Event, outcome: Outcome) -> None:
    after = outcome.conversation
    accepted = isinstance(outcome, Asked | Finished) and not isinstance(event, Resume | Later)
    assert after.revision == before.revision + accepted
    assert not {one.key for one in after.answers} & after.drafts.keys()
    if isinstance(outcome, Finished):
        assert after.drafts == {}
        return
    assert not isinstance(outcome, Rejected) or outcome.question.errors
    fresh = await begin(travel, after, ports={"diary": []})
    assert isinstance(fresh, Asked)
    assert fresh.conversation == after, "every stored answer is one that a fresh run asks for, in its order"
    assert fresh.question.token == outcome.question.token


@given(presses=PRESSES)
@settings(max_examples=120, deadline=None)
async def test_any_presses_leave_a_conversation_that_a_fresh_run_agrees_with(
    presses: list[tuple[str, dict[str, str], int]],
) -> None:
    conversation = Conversation(id="trip", dialog="travel", owner="sam", expires_at=NOON + A_MONTH)
    diary: list[object] = []
    stands = await begin(travel, conversation, ports={"diary": diary})
    assert isinstance(stands, Asked)
    tokens = [stands.question.token]
    for press, values, age in presses:
        event = event_of(press, tokens[-1 - min(age, len(tokens) - 1)], values)
        outcome = await step(travel, conversation, event, now=NOON, ports={"diary": diary})
        await check_consistent(conversation, event, outcome)
        conversation = Conversation.model_validate_json(outcome.conversation.model_dump_json())
        assert len(diary) == isinstance(outcome, Finished)
        if isinstance(outcome, Finished):
            return
        tokens.append(outcome.question.token)
