"""Every conversation of the bot, looked at as a whole: no button leads nowhere, and storage keys stand."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import dialogs
from bot.core.dialogs import question_names
from bot.core.inputs import shape
from bot.core.nudging import NUDGE
from bot.core.routes import DoubleRouteError
from bot.core.talking import Talk
from dialogs import every
from dialogs.every import FILES, every_route, every_talk

ROOMS = Path(dialogs.__file__).parent
HOUSE = ROOMS.parent
SAID_BY_THE_CORE = {"continue"}
"""Routes that the door answers itself."""

PLATFORMS_OWN = {"said", "joined"}
"""Commands that nobody types: the door gives them when somebody talks or arrives."""

QUESTIONS = {
    "agree_rules": ("limits", "standing_rules", "ground_rules", "agreement"),
    "book": ("when", "which", "hour", "in_full"),
    "change_preferences": ("hours", "clock", "town", "channel", "leave"),
    "choose_story": ("story_choice", "parked_thought"),
    "choose_words": ("guide_words",),
    "give_address": ("calendar_address",),
    "give_a_break": ("respite", "more_time"),
    "give_more_time": ("respite", "more_time"),
    "how_is_it": ("how_is_it",),
    "leaf": ("leaf", "rewrite", "replan", "reweigh", "sure"),
    "log_interaction": ("who_was_there", "interlude"),
    "name_assistant": ("assistant",),
    "park_a_thought": ("story_choice", "parked_thought"),
    "poll_times": ("times", "ask_them"),
    "reflect": ("length", "sharing", "what", "so_what", "now_what", "short", "weight", "confirm"),
    "settle_in": ("privacy_notice", "limits"),
    "stand": ("rhythm", "which_rhythm", "round"),
    "take_a_break": ("break",),
    "tell_absence": ("away_days", "shift_days"),
    "tick_times": ("ticks",),
    "who_was_there": ("who_was_there",),
    "write_to_them": ("own_words", "send_it"),
}
"""The questions of each dialog, by the names under which their answers are stored."""


@cache
def nodes() -> tuple[tuple[str, ast.Call | ast.keyword], ...]:
    """Return every call, and every argument given by its name, of the files that may name a route, a nudge or
    a timer, each with the file it stands in.
    """
    return tuple(
        (file.stem, node)
        for folder in (ROOMS, HOUSE / "bot" / "core")
        for file in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call | ast.keyword)
    )


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a function or method of this name, with the file it stands in."""
    for file, node in nodes():
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            if (called.id if isinstance(called, ast.Name) else called) == name:
                yield file, node


def literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def named(name: str, keyword: str, position: int) -> set[tuple[str, str]]:
    """Return the words that calls of `name` give for one argument, with the files they stand in."""
    found = set()
    for file, call in calls(name):
        by_name = [one.value for one in call.keywords if one.arg == keyword]
        by_place = [*call.args[position : position + 1]]
        for node in (*by_name, *by_place):
            word = literal(node)
            if word is not None:
                found.add((file, word))
    return found


def routes_named() -> set[tuple[str, str]]:
    """Return every word that stands after `route=`, whatever is called with it."""
    found = set()
    for file, node in nodes():
        if isinstance(node, ast.keyword) and node.arg == "route":
            word = literal(node.value)
            if word is not None:
                found.add((file, word))
    return found


def test_the_scan_finds_what_is_known_to_be_there() -> None:
    assert ("asking", "proposal.accept") in routes_named()
    assert ("plan", "calendar") in named("set_timer", "kind", 1)
    assert ("starting", "welcome") in named("plan_nudge", "what", 3)


@pytest.mark.parametrize(("file", "route"), sorted(routes_named()))
def test_every_button_leads_somewhere(file: str, route: str) -> None:
    assert route in set(every_route().presses) | SAID_BY_THE_CORE, f"{file} names {route}"


@pytest.mark.parametrize(("file", "route"), sorted(named("choose_relationship", "route", 1)))
def test_every_choice_among_relationships_leads_somewhere(file: str, route: str) -> None:
    assert route in every_route().presses, f"{file} names {route}"


@pytest.mark.parametrize(("file", "what"), sorted(named("plan_nudge", "what", 3)))
def test_every_nudge_that_is_planned_has_its_words(file: str, what: str) -> None:
    assert what in every_route().nudges, f"{file} plans {what}"


def test_every_nudge_of_the_calendar_has_its_words() -> None:
    assert {"back", "ladder", "offer", "complete"} <= set(every_route().nudges)


@pytest.mark.parametrize(("file", "kind"), sorted(named("set_timer", "kind", 1)))
def test_every_timer_that_is_set_is_answered(file: str, kind: str) -> None:
    assert kind in set(every_route().timers) | {NUDGE}, f"{file} sets {kind}"


@pytest.mark.parametrize("command", sorted(PLATFORMS_OWN))
def test_the_door_finds_the_words_it_gives_itself(command: str) -> None:
    assert command in every_route().commands


def test_no_file_with_routes_is_left_out() -> None:
    with_routes = {
        file.stem
        for file in ROOMS.glob("*.py")
        if any(
            isinstance(node, ast.Assign) and literal_target(node) == "routes"
            for node in ast.parse(file.read_text("utf-8")).body
        )
    }
    assert with_routes == {file.__name__.rpartition(".")[2] for file in FILES}


def literal_target(node: ast.Assign) -> str:
    return node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""


def test_two_files_that_want_one_route_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(every, "FILES", (FILES[0], FILES[0]))
    with pytest.raises(DoubleRouteError):
        every_route()


@pytest.mark.parametrize("talk", list(every_talk()), ids=lambda talk: talk.name)
def test_every_dialog_has_the_shape_of_one_and_is_told_apart_by_what_it_takes(talk: Talk) -> None:
    takes = shape(talk.dialog)
    assert takes.dialog == talk.name
    assert {name.partition(".")[0] for name in talk.about} <= set(takes.inputs)
    assert talk.kept.total_seconds() > 0


@pytest.mark.parametrize("talk", list(every_talk()), ids=lambda talk: talk.name)
def test_the_names_under_which_answers_are_stored_stand(talk: Talk) -> None:
    """Renaming a form would make people in the middle of a conversation answer it again."""
    assert set(question_names(talk.dialog)) == set(QUESTIONS[talk.name])


def test_every_dialog_that_can_be_opened_has_its_storage_keys_pinned() -> None:
    assert {talk.name for talk in every_talk()} == set(QUESTIONS)
