"""The sixteen guides hold together, speak plainly, and come in a sensible order."""

import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dialogs.guides import (
    GUIDES,
    Frame,
    Guide,
    GuideError,
    InteractionType,
    Level,
    NoSuchGuideError,
    PromptSet,
    Side,
    Who,
    craft,
    guide,
    may_use,
    suggested,
    swaps,
)
from dialogs.guides.shelf import Shelf, read
from dialogs.lint import advice_verbs, preview_problems, problems

SHIPPED = Path(str(files("dialogs.guides")))
ALL = range(1, 17)
TRUST = range(1, 5)
MOVABLE = range(5, 15)
GROUP_WORDS = re.compile(
    r"race|racial|ethnic|colour|minorit|prayer|religio|women|gender|front.line|clinic", re.IGNORECASE
)
every_guide = pytest.mark.parametrize("one", GUIDES.values(), ids=lambda one: f"{one.number:02}")
done_sets = st.sets(st.integers(1, 16))


def same_in_every_set(one: Guide) -> Iterator[str]:
    yield from (one.title, one.purpose, one.opening, one.method, one.record, one.trio)
    yield from (*one.safety, *one.story_steps, *one.probes)
    yield from (one.reflection(side, frame) for side in Side for frame in Frame)


def texts(one: Guide) -> Iterator[str]:
    yield from same_in_every_set(one)
    yield from (prompt.text for chosen in PromptSet for prompt in one.prompts(chosen))


def test_there_are_sixteen_guides_in_order() -> None:
    assert list(GUIDES) == list(ALL)


def test_two_guides_belong_to_each_of_the_eight_months() -> None:
    assert [one.month for one in GUIDES.values()] == [month for month in range(1, 9) for _ in range(2)]


def test_phases_follow_each_other_without_a_gap() -> None:
    phases = [one.phase for one in GUIDES.values()]
    assert phases == sorted(phases, key=phases.index)
    assert len(set(phases)) == 7


def test_mentor_and_mentee_take_turns_to_speak_first() -> None:
    first = [one.speaks_first for one in GUIDES.values()]
    assert first == [Side.MENTOR, Side.MENTEE] * 8


def test_all_four_levels_are_looked_at_in_the_programme() -> None:
    assert {level for one in GUIDES.values() for level in one.levels} == set(Level)


def test_the_long_interview_takes_longer_than_every_other_meeting() -> None:
    assert {one.minutes for one in GUIDES.values() if one.number != 14} == {(45, 60)}
    assert guide(14).minutes == (60, 75)
    assert guide(14).duration == "60 to 75 minutes"


def test_observing_comes_as_its_own_kind_of_interaction() -> None:
    assert guide(6).interaction is InteractionType.TEAM_OBSERVATION


@every_guide
def test_a_guide_has_five_prompts_and_the_story_four(one: Guide) -> None:
    assert len(one.prompts()) == (4 if one.number == 4 else 5)


@every_guide
def test_a_guide_asks_in_both_directions(one: Guide) -> None:
    asking = {prompt.who for prompt in one.prompts()}
    assert asking & {Who.MENTEE, Who.BOTH}
    assert asking & {Who.MENTOR, Who.BOTH}


@every_guide
def test_a_guide_asks_the_same_people_in_every_set(one: Guide) -> None:
    assert len({tuple(prompt.who for prompt in one.prompts(chosen)) for chosen in PromptSet}) == 1


@every_guide
def test_the_neutral_set_and_all_that_stands_in_every_set_name_no_group(one: Guide) -> None:
    neutral = (prompt.text for prompt in one.prompts(PromptSet.NEUTRAL))
    assert [text for text in (*neutral, *same_in_every_set(one)) if GROUP_WORDS.search(text)] == []


@pytest.mark.parametrize("chosen", [chosen for chosen in PromptSet if chosen is not PromptSet.NEUTRAL])
def test_every_other_set_has_words_of_its_own_in_most_guides(chosen: PromptSet) -> None:
    assert sum(one.prompts(chosen) != one.prompts() for one in GUIDES.values()) >= 9


@every_guide
def test_no_text_is_longer_than_a_phone_shows(one: Guide) -> None:
    assert max(map(len, texts(one))) <= 200
    assert len(one.title) <= 40


@every_guide
def test_every_text_is_plain_and_keeps_clear_of_labels_and_promises(one: Guide) -> None:
    assert {text: found for text in texts(one) if (found := problems(text))} == {}


@every_guide
def test_what_a_mentor_is_given_to_say_holds_no_advice(one: Guide) -> None:
    for chosen in PromptSet:
        asked = [prompt.text for prompt in one.prompts(chosen) if prompt.who is not Who.MENTEE]
        assert [text for text in asked if advice_verbs(text)] == []
    assert [text for frame in Frame for text in advice_verbs(one.reflection(Side.MENTOR, frame))] == []


@every_guide
def test_a_preview_gives_nothing_away(one: Guide) -> None:
    assert preview_problems(one.preview) == ()


@every_guide
def test_every_reflection_question_is_different_and_a_question(one: Guide) -> None:
    asked = [one.reflection(side, frame) for side in Side for frame in Frame]
    assert len(set(asked)) == 4
    assert all(text.endswith("?") for text in asked)


def test_the_limits_of_confidence_are_shown_again_at_meetings_five_nine_and_fifteen() -> None:
    assert [one.number for one in GUIDES.values() if "limits of what" in " ".join(one.safety)] == [5, 9, 15]


def test_the_cohorts_own_words_for_groups_are_used() -> None:
    prompts = guide(11).prompts(PromptSet.LIVED_EXPERIENCE, groups="colleagues {of many} homes")
    assert "Which policy reads well, and works badly for colleagues {of many} homes?" in [
        one.text for one in prompts
    ]


def test_no_place_holder_is_left_over() -> None:
    assert [text for one in GUIDES.values() for text in texts(one) if "{" in text] == []


def test_a_guide_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        guide(1).title = "Another"


@pytest.mark.parametrize("number", [0, 17, -1])
def test_a_number_without_a_guide_is_refused_in_a_sentence(number: int) -> None:
    with pytest.raises(NoSuchGuideError, match="numbered 1 to 16"):
        guide(number)
    with pytest.raises(NoSuchGuideError):
        may_use(number, ())


# ---- order


def test_a_new_pair_starts_with_terms() -> None:
    assert suggested(()) == 1
    assert [number for number in ALL if may_use(number, ())] == [1]


def test_five_to_fourteen_open_once_trust_is_laid_but_for_the_long_interview() -> None:
    assert [number for number in MOVABLE if may_use(number, TRUST)] == list(range(5, 14))
    assert swaps(TRUST) == tuple(range(6, 14))


@pytest.mark.parametrize("missing", TRUST)
def test_nothing_from_five_on_opens_while_one_of_the_first_four_is_missing(missing: int) -> None:
    done = set(ALL) - {missing}
    assert [number for number in range(5, 16) if may_use(number, done)] == []


@pytest.mark.parametrize(("done", "allowed"), [({6, 7}, True), ({6}, False), ({7}, False), ({12}, False)])
def test_the_long_interview_waits_for_an_observation_and_its_debrief(
    done: set[int], *, allowed: bool
) -> None:
    assert may_use(14, {*TRUST, *done}) is allowed


def test_an_ending_is_open_to_every_pair_that_has_begun_and_offered_to_none_early() -> None:
    assert may_use(16, {1})
    assert suggested({1}) == 2
    assert 16 not in swaps(TRUST)


def test_when_all_is_done_the_ending_is_suggested_once_more() -> None:
    assert suggested(ALL) == 16
    assert swaps(ALL) == ()


@settings(deadline=None, max_examples=100)
@given(done_sets)
def test_what_is_suggested_or_swapped_in_is_always_open_and_not_done(done: set[int]) -> None:
    offered = (suggested(done), *swaps(done))
    assert all(may_use(number, done) for number in offered)
    assert len(set(offered)) == len(offered)
    assert done == set(ALL) or not done & set(offered)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_order_of_swaps_leads_through_all_sixteen(data: st.DataObject) -> None:
    done: set[int] = set()
    while len(done) < 16:
        done.add(data.draw(st.sampled_from((suggested(done), *swaps(done)))))
    assert done == set(ALL)


@settings(deadline=None, max_examples=60)
@given(done_sets, st.integers(1, 16), st.integers(1, 16))
def test_doing_more_never_locks_a_guide(done: set[int], more: int, number: int) -> None:
    assert may_use(number, {*done, more}) >= may_use(number, done)


# ---- files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in SHIPPED.glob("[0-9]*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def replace(folder: Path, name: str, old: str, new: str) -> Path:
    file = folder / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("month = 3", "", "month: Field required"),
        ("month = 3", "month = 9", "month: Input should be less than or equal to 8"),
        ("month = 3", 'month = 3\ncolour = "red"', "colour: Extra inputs are not permitted"),
        ('"In the room"', f'"{"x" * 41}"', "title: String should have at most 40 characters"),
        ('levels = ["departmental"', 'levels = ["national"', "levels, 1: Input should be"),
        ("[45, 60]", "[60, 45]", "the guide: minutes are the shortest and the longest time, in that order"),
        ("[1, 2, 3, 4]", "[1, 2, 3, 7]", "the guide: a guide is unlocked by earlier guides only"),
        (
            'who = "mentee"',
            'who = "mentor"',
            "the guide: each guide has a prompt that the mentee asks or both do",
        ),
        ("number = 6", "number = 7", "number: the file's name starts with another number"),
        (
            "instead.strategic_frontline",
            "instead.other",
            "prompts, 4, instead, other, [key]: Input should be",
        ),
        (
            "instead.strategic_frontline",
            "instead.neutral",
            "prompts, 4: the neutral words of a prompt are its text",
        ),
        (
            "praise and decisions shared out?",
            "{groups}?",
            "prompts, 4: the neutral words of a prompt name no group",
        ),
        ("and were they there?", "{who}?", "prompts, 4: {groups} is the only place holder"),
        (
            "and were they there?",
            "{groups}" * 6,
            "prompts, 4: a prompt with its words for groups has at most 200",
        ),
        ("number = 6", "number 6", "this is not readable as TOML"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_the_file_and_the_field(
    folder: Path, old: str, new: str, said: str
) -> None:
    file = replace(folder, "06-in-the-room.toml", old, new)
    with pytest.raises(GuideError, match=re.escape(f"06-in-the-room.toml: {said}")):
        read(file)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "01-setting-terms.toml"
    file.write_bytes(b"\xff")
    with pytest.raises(GuideError, match=r"01-setting-terms\.toml: this is not readable as TOML"):
        read(file)


def test_missing_guides_are_told_together(folder: Path) -> None:
    (folder / "03-first-hand.toml").unlink()
    (folder / "16-ending-well.toml").unlink()
    with pytest.raises(GuideError, match="no file for these guides: 3, 16"):
        len(Shelf(folder))


def test_two_files_for_one_guide_are_told(folder: Path) -> None:
    shutil.copy(folder / "05-inclusion-as-a-skill.toml", folder / "05-once-more.toml")
    with pytest.raises(GuideError, match=r"05-once-more\.toml: there is another guide with the number 5"):
        list(Shelf(folder))


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        shelf[1]


# ---- the words beside the guides


def test_the_words_beside_the_guides_are_plain_too() -> None:
    words = craft()
    said = (*words.ground_rules, *words.limits, *words.before_meeting, *words.story_choices, *words.probes)
    said += (*words.feedback_steps, *words.look_back.model_dump().values())
    assert {text: found for text in said if (found := problems(text))} == {}


@pytest.mark.parametrize(
    "limit", ["harm", "protected", "crime", "court", "copy of what is held", "computers"]
)
def test_every_limit_of_confidence_is_stated(limit: str) -> None:
    assert any(limit in text.lower() for text in craft().limits)


def test_there_are_six_ground_rules_to_start_from() -> None:
    assert len(craft().ground_rules) == 6
