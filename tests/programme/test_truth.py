import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.cadence import Answer, History, Interaction, Said, Threshold, cadence
from bot.programme.months import Pause
from bot.programme.truth import (
    TruthError,
    answer_line,
    end_line,
    interaction_line,
    natural_order,
    pause_line,
    read,
    relationship_line,
    story_ends,
)

LONDON = ZoneInfo("Europe/London")
START = date(2027, 1, 4)
EVENING = datetime.fromisoformat("2027-01-12T17:05:00+00:00")

RELATIONSHIP = (
    '{"kind": "relationship", "relationship": "R01", "type": "pair", "mentee": "a@x.example", '
    '"mentors": ["b@x.example"], "started": "2027-01-04"}'
)
INTERACTION = (
    '{"kind": "interaction", "id": "I0001", "relationship": "R01", "on": "2027-01-12", '
    '"type": "one_to_one", "present": ["a@x.example", "b@x.example"]}'
)
ANSWER = (
    '{"kind": "answer", "id": "I0001", "by": "a@x.example", "at": "2027-01-12T17:05:00+00:00", '
    '"said": "held", "present": ["a@x.example", "b@x.example"]}'
)
PAUSE = '{"kind": "pause", "relationship": "R01", "from": "2027-03-01", "to": "2027-03-15"}'
END = '{"kind": "end", "relationship": "R01", "on": "2027-05-02"}'
STORY = [RELATIONSHIP, INTERACTION, ANSWER, PAUSE, END]


def changed(line: str, **fields: object) -> str:
    return json.dumps(json.loads(line) | fields)


def without(line: str, field: str) -> str:
    return json.dumps({key: value for key, value in json.loads(line).items() if key != field})


def refusal_of(lines: list[str]) -> str | None:
    """What is said about lines that cannot be read; None when the cadence can be worked out to the end."""
    try:
        histories = read(lines)
    except TruthError as refusal:
        return str(refusal)
    for history in histories:
        cadence(history, Threshold(), story_ends(histories, Threshold()), LONDON)
    return None


def test_the_five_kinds_of_line_make_a_history() -> None:
    assert read(STORY) == (
        History(
            "R01",
            "a@x.example",
            ("b@x.example",),
            START,
            (
                Interaction(
                    "I0001",
                    date(2027, 1, 12),
                    (Answer("a@x.example", EVENING, Said.HELD, frozenset({"a@x.example", "b@x.example"})),),
                ),
            ),
            (Pause(date(2027, 3, 1), date(2027, 3, 15)),),
            date(2027, 5, 2),
        ),
    )


def test_what_is_written_is_in_the_order_and_shape_of_the_format() -> None:
    people = ["b@x.example", "a@x.example"]
    written = [
        relationship_line("R01", "a@x.example", ["b@x.example"], START),
        interaction_line("I0001", "R01", date(2027, 1, 12), "one_to_one", people),
        answer_line("I0001", Answer("a@x.example", EVENING, Said.HELD, frozenset(people))),
        pause_line("R01", Pause(date(2027, 3, 1), date(2027, 3, 15))),
        end_line("R01", date(2027, 5, 2)),
    ]
    assert [json.dumps(line) for line in written] == STORY


def test_two_mentors_make_a_trio() -> None:
    assert relationship_line("R01", "a", ["b", "c"], START)["type"] == "trio"


@pytest.mark.parametrize("line", [changed(PAUSE, to=None), without(PAUSE, "to")])
def test_a_pause_may_have_no_day_of_resuming_yet(line: str) -> None:
    (history,) = read([RELATIONSHIP, line])
    assert history.pauses == (Pause(date(2027, 3, 1), None),)
    assert pause_line("R01", history.pauses[0])["to"] is None


def test_a_pause_may_be_over_on_the_day_it_began() -> None:
    (history,) = read([RELATIONSHIP, changed(PAUSE, to="2027-03-01")])
    assert history.pauses == (Pause(date(2027, 3, 1), date(2027, 3, 1)),)


def test_blank_lines_are_passed_over() -> None:
    assert read(["\n", *(f"{line}\r\n" for line in STORY), "  ", ""]) == read(STORY)


def test_an_empty_file_has_no_relationship() -> None:
    assert read([]) == ()


def test_what_only_a_comparison_needs_may_be_left_out() -> None:
    bare = [without(RELATIONSHIP, "type"), without(without(INTERACTION, "type"), "present"), ANSWER]
    assert read(bare) == read([RELATIONSHIP, INTERACTION, ANSWER])


def test_a_field_nobody_knows_is_passed_over() -> None:
    assert read([changed(RELATIONSHIP, note="from elsewhere")]) == read([RELATIONSHIP])


def test_an_answer_may_name_nobody() -> None:
    (history,) = read([RELATIONSHIP, INTERACTION, without(changed(ANSWER, said="not_held"), "present")])
    assert history.interactions[0].answers == (Answer("a@x.example", EVENING, Said.NOT_HELD),)


def test_of_two_lines_about_one_thing_the_later_stands() -> None:
    (history,) = read(
        [
            *STORY,
            changed(RELATIONSHIP, started="2027-01-05"),
            changed(INTERACTION, on="2027-01-13"),
            changed(END, on="2027-06-01"),
        ]
    )
    assert history.started == date(2027, 1, 5)
    assert [interaction.on for interaction in history.interactions] == [date(2027, 1, 13)]
    assert history.ended == date(2027, 6, 1)


def test_an_answer_is_about_its_interaction_wherever_its_line_stands() -> None:
    assert read([ANSWER, INTERACTION, RELATIONSHIP]) == read([RELATIONSHIP, INTERACTION, ANSWER])


def test_answers_of_one_instant_keep_the_order_of_their_lines() -> None:
    (history,) = read([RELATIONSHIP, ANSWER, changed(ANSWER, said="not_held"), INTERACTION])
    assert [answer.said for answer in history.interactions[0].answers] == [Said.HELD, Said.NOT_HELD]


def test_relationships_come_in_the_order_of_their_numbers() -> None:
    codes = ["R10", "R2", "S1", "R02", "R1", "R", "7"]
    found = read([changed(RELATIONSHIP, relationship=code) for code in codes])
    assert [history.code for history in found] == ["7", "R", "R1", "R02", "R2", "R10", "S1"]


def test_a_number_too_long_to_count_still_has_its_place() -> None:
    assert natural_order("R9") < natural_order("R" + "1" * 5000)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("R01,2027-01-04", "this is not JSON"),
        (RELATIONSHIP[:-5], "this is not JSON"),
        ('["answer"]', "this is not a JSON object"),
        ("3", "this is not a JSON object"),
        ("{}", 'there is no "kind"'),
        ('{"kind": "meeting"}', '"kind" must be relationship, interaction, answer, pause or end'),
        ('{"kind": null}', '"kind" must be relationship, interaction, answer, pause or end'),
        (without(RELATIONSHIP, "mentee"), 'this relationship has no "mentee"'),
        (changed(RELATIONSHIP, mentee=7), '"mentee" of this relationship must be text, and not empty'),
        (changed(RELATIONSHIP, mentee=""), '"mentee" of this relationship must be text, and not empty'),
        (
            changed(RELATIONSHIP, mentors="b@x.example"),
            '"mentors" of this relationship must be a list of one or two people',
        ),
        (
            changed(RELATIONSHIP, mentors=[]),
            '"mentors" of this relationship must be a list of one or two people',
        ),
        (
            changed(RELATIONSHIP, mentors=["b", "c", "d"]),
            '"mentors" of this relationship must be a list of one or two people',
        ),
        (
            changed(RELATIONSHIP, mentors=["a@x.example"]),
            "this relationship cannot be, it names the same person twice",
        ),
        (changed(RELATIONSHIP, type="quartet"), '"type" of this relationship must be pair or trio'),
        (
            changed(RELATIONSHIP, started="4 January 2027"),
            '"started" of this relationship must be a date such as 2027-01-04',
        ),
        (
            changed(INTERACTION, on="2027-02-30"),
            '"on" of this interaction must be a date such as 2027-01-04',
        ),
        (changed(INTERACTION, on=1798761600), '"on" of this interaction must be a date such as 2027-01-04'),
        (without(ANSWER, "by"), 'this answer has no "by"'),
        (
            changed(ANSWER, at="2027-01-12T17:05:00"),
            '"at" of this answer must be a time with its offset, such as 2027-01-12T17:05:00+00:00',
        ),
        (
            changed(ANSWER, at="1700000000"),
            '"at" of this answer must be a time with its offset, such as 2027-01-12T17:05:00+00:00',
        ),
        (
            changed(ANSWER, at="0001-01-01T00:00:00+14:00"),
            '"at" of this answer must be a time with its offset, such as 2027-01-12T17:05:00+00:00',
        ),
        (changed(ANSWER, said="maybe"), '"said" of this answer must be held, without_me or not_held'),
        (changed(ANSWER, present="a@x.example"), '"present" of this answer must be a list of people'),
        (changed(ANSWER, present=[1]), '"present" of this answer must be a list of people'),
        (without(PAUSE, "from"), 'this pause has no "from"'),
        (
            changed(PAUSE, to="soon"),
            '"to" of this pause must be a date such as 2027-01-04, or null while the pause goes on',
        ),
        (changed(PAUSE, to="2027-02-28"), "this pause cannot be, it is over before it begins"),
        (without(END, "on"), 'this end has no "on"'),
        (changed(END, relationship="R02"), "no relationship of this file is called 'R02'"),
        (changed(PAUSE, relationship="R02"), "no relationship of this file is called 'R02'"),
        (changed(INTERACTION, relationship="R02"), "no relationship of this file is called 'R02'"),
        (changed(ANSWER, id="I0002"), "no interaction of this file is called 'I0002'"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_in_a_sentence(line: str, sentence: str) -> None:
    with pytest.raises(TruthError) as refusal:
        read(["", *STORY, line])
    assert str(refusal.value) == f"Line 7: {sentence}."


def test_a_refusal_does_not_repeat_what_somebody_wrote() -> None:
    with pytest.raises(TruthError) as refusal:
        read([changed(RELATIONSHIP, started="in a secret week")])
    assert "secret" not in str(refusal.value)


def story(started: str, pauses: tuple[Pause, ...] = (), ended: date | None = None) -> History:
    return History("R01", "a", ("b",), date.fromisoformat(started), (), pauses, ended)


def test_a_story_ends_the_day_after_the_last_relationship_completed_or_ended() -> None:
    month = Threshold(months=1)
    stopped = story("2027-01-20", ended=date(2027, 1, 25))
    paused = story("2027-01-04", (Pause(date(2027, 1, 10), date(2027, 1, 12)),))
    assert story_ends([stopped], month) == date(2027, 1, 26)
    assert story_ends([stopped, paused], month) == date(2027, 2, 6)


def test_an_end_after_the_last_month_does_not_make_the_story_longer() -> None:
    assert story_ends([story("2027-01-04", ended=date(2027, 9, 9))], Threshold(months=1)) == date(2027, 2, 4)


def test_a_story_that_a_pause_holds_open_is_told_up_to_what_is_known() -> None:
    held_open = story("2027-01-04", (Pause(date(2027, 1, 10), None),))
    logged = Interaction(
        "I1",
        date(2027, 1, 20),
        (Answer("a", datetime.fromisoformat("2027-01-22T10:00:00+00:00"), Said.HELD),),
    )
    with_an_answer = History("R02", "a", ("b",), START, (logged,), held_open.pauses)
    assert story_ends([held_open], Threshold()) == date(2027, 1, 10)
    assert story_ends([held_open, with_an_answer], Threshold()) == date(2027, 1, 22)


def test_the_story_of_an_endless_pause_that_was_ended_ends_there() -> None:
    stopped = story("2027-01-04", (Pause(date(2027, 1, 10), None),), date(2027, 2, 1))
    assert story_ends([stopped], Threshold()) == date(2027, 2, 2)


SECOND = [
    changed(RELATIONSHIP, relationship="R02", mentors=["c@x.example", "d@x.example"], type="trio"),
    changed(INTERACTION, id="I0002", relationship="R02", on="2027-01-20"),
    changed(ANSWER, id="I0002", by="c@x.example", at="2027-01-20T18:00:00+00:00"),
    changed(ANSWER, id="I0002", by="d@x.example", at="2027-01-21T18:00:00+00:00", said="without_me"),
    changed(ANSWER, said="not_held", at="2027-01-14T09:00:00+00:00"),
    changed(PAUSE, **{"from": "2027-03-10", "to": "2027-03-20"}),
]


@settings(deadline=None, max_examples=60)
@given(st.permutations(STORY + SECOND))
def test_the_order_of_the_lines_does_not_matter(lines: list[str]) -> None:
    def told(some: list[str]) -> list[object]:
        return [cadence(each, Threshold(), date(2027, 6, 1), LONDON) for each in read(some)]

    assert told(lines) == told(STORY + SECOND)


@settings(deadline=None, max_examples=150)
@given(
    st.text()
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).map(json.dumps)
)
def test_whatever_a_line_holds_it_is_read_or_refused(line: str) -> None:
    told = refusal_of([line])
    assert told is None or told.startswith("Line 1: ")


FIELDS = (
    "relationship",
    "id",
    "type",
    "mentee",
    "mentors",
    "started",
    "on",
    "by",
    "at",
    "said",
    "from",
    "to",
)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(STORY),
    st.sampled_from(FIELDS),
    st.none() | st.integers() | st.text(max_size=5) | st.dates().map(str) | st.lists(st.text(max_size=3)),
)
def test_a_field_that_went_wrong_is_read_or_refused(line: str, field: str, value: object) -> None:
    told = refusal_of([*STORY, changed(line, **{field: value})])
    assert told is None or told.startswith("Line ")
