"""Messages as cards: headings, facts, lists, buttons, documents, the figures of a month."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.teams import render
from adapters.teams.elements import Part
from adapters.teams.limits import HEAVIEST_CARD, MOST_ACTIONS, weight
from bot.core.messages import Action, Document, Heatmap, Link, Message
from bot.programme.cadence import Answer, History, Interaction, Said, Threshold
from bot.programme.months import Pause
from bot.programme.summary import Summary, summarise
from bot.programme.summary_channel import channel_text

START = date(2027, 1, 4)


def said(text: str, *actions: Action, kind: str = "reply.example", document: Document | None = None) -> Part:
    message = Message(kind=kind, preview="A preview", text=text, actions=actions, document=document)
    [card] = render.cards(message, "https://turnabout.example/files/once")
    return card


def parts(card: Part) -> list[Part]:
    return [one for part in card["body"] for one in part.get("items", [part])]


def texts(card: Part) -> list[str]:
    return [part["inlines"][0]["text"] for part in of_type(card, "RichTextBlock")]


def of_type(card: Part, kind: str) -> list[Part]:
    return [part for part in parts(card) if part["type"] == kind]


def buttons(card: Part) -> list[Part]:
    return [action for row in of_type(card, "ActionSet") for action in row["actions"]]


def pair(number: int) -> History:
    evenings = [
        datetime.combine(START + timedelta(days=14 * step), time(18), UTC)
        for step in range(0, 10, number % 3 + 1)
    ]
    met = (
        Interaction(str(at), at.date(), (Answer("mentee", at, Said.HELD, frozenset({"mentor"})),))
        for at in evenings
    )
    rests = (Pause(date(2027, 6, 1), None),) if number == 2 else ()
    ended = date(2027, 4, 10) if number == 3 else None
    return History(f"R{number:02}", "mentee", ("mentor",), START, tuple(met), pauses=rests, ended=ended)


def summary(pairs: int) -> Summary:
    histories = [pair(number) for number in range(1, pairs + 1)]
    return summarise("Spring 2027", histories, Threshold(), date(2027, 6, 9), ZoneInfo("Europe/London"))


def month(pairs: int) -> list[Part]:
    figures = summary(pairs)
    text = channel_text(figures, "monthly")
    hand = Action(label="Show who could use a hand", route="care.hands")
    return render.cards(
        Message(
            kind="summary.monthly",
            preview="The month in figures",
            text=text,
            actions=(hand,),
            picture=Heatmap(summary=figures, alternative=text),
        )
    )


def test_the_preview_is_the_heading() -> None:
    [heading] = of_type(said("Some words."), "TextBlock")
    assert (heading["text"], heading["style"]) == ("A preview", "heading")


def test_words_that_begin_like_the_preview_need_no_heading() -> None:
    assert of_type(said("A preview of what comes."), "TextBlock") == []


def test_a_voice_and_an_old_client_say_no_more_than_the_preview() -> None:
    card = said("Something private.")
    assert card["speak"] == "A preview"
    assert card["fallbackText"] == "Please update Teams to see this: A preview"


def test_lines_stand_under_one_another_and_paragraphs_apart() -> None:
    parts = of_type(said("One\nTwo\n\nThree"), "RichTextBlock")
    assert [part.get("spacing") for part in parts] == [None, "None", None]


def test_words_are_never_read_as_markup() -> None:
    hostile = "_a_ [b](https://evil.example) <at>all</at> <b>c</b>"
    assert texts(said(hostile)) == [hostile]


def test_words_between_asterisks_lean() -> None:
    [part] = of_type(said("Such as *next Tuesday at 3*, or 2 * 3."), "RichTextBlock")
    runs = [(run["text"], run.get("italic", False)) for run in part["inlines"]]
    assert runs == [("Such as ", False), ("next Tuesday at 3", True), (", or 2 * 3.", False)]


def test_a_sky_full_of_asterisks_is_no_mark() -> None:
    assert texts(said("*a*" * 500)) == ["*a*" * 500]


def test_very_many_facts_go_on_in_the_next_card() -> None:
    text = "\n".join(f"Number {number}: {'é' * 60}" for number in range(200))
    cards = render.cards(Message(kind="reply.long", preview="Long", text=text))
    assert max(weight(card) for card in cards) <= HEAVIEST_CARD
    assert sum(len(facts["facts"]) for card in cards for facts in of_type(card, "FactSet")) == 200


def test_neighbouring_names_and_values_are_facts() -> None:
    [facts] = of_type(said("Staff support: 0800 000 0000\nSomeone apart: 0800 111 1111"), "FactSet")
    assert [fact["value"] for fact in facts["facts"]] == ["0800 000 0000", "0800 111 1111"]


def test_a_single_sentence_with_a_colon_is_no_fact() -> None:
    assert texts(said("Next: Tuesday at two.")) == ["Next: Tuesday at two."]


def test_a_button_replaces_the_card_and_falls_back_where_that_is_unknown() -> None:
    [button] = buttons(said("Well?", Action(label="Yes", route="yes", args={"on": "x"}, look="main")))
    assert (button["type"], button["verb"], button["style"]) == ("Action.Execute", "press", "positive")
    assert button["data"] == {"verb": "press", "r": "yes", "a": {"on": "x"}}
    assert button["fallback"]["type"] == "Action.Submit"
    assert button["fallback"]["data"] == button["data"]


def test_a_careful_button_looks_it() -> None:
    [button] = buttons(said("Well?", Action(label="Stop", route="leave", look="careful")))
    assert button["style"] == "destructive"


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (6, [6]), (7, [4, 3]), (10, [5, 5]), (13, [5, 5, 3])])
def test_many_buttons_stand_in_rows_of_about_one_length(count: int, rows: list[int]) -> None:
    actions = [Action(label=f"Number {number}", route="x") for number in range(count)]
    card = said("Well?", *actions)
    assert [len(row["actions"]) for row in of_type(card, "ActionSet")] == rows
    assert max(rows) <= MOST_ACTIONS


def test_an_invitation_can_be_added_to_a_calendar() -> None:
    invitation = Document(name="meeting.ics", media_type="text/calendar", text="BEGIN:VCALENDAR")
    [button] = buttons(said("It is agreed.", document=invitation))
    assert (button["type"], button["title"]) == ("Action.OpenUrl", "Add to calendar")
    assert button["url"] == "https://turnabout.example/files/once"


def test_a_meeting_that_is_off_is_taken_out_of_the_calendar() -> None:
    invitation = Document(
        name="meeting.ics", media_type="text/calendar", text="VERSION:2.0\r\nMETHOD:CANCEL\r\n"
    )
    [button] = buttons(said("It is off.", document=invitation))
    assert button["title"] == "Take out of calendar"


def test_another_document_can_be_downloaded_by_its_name() -> None:
    document = Document(name="my-data.json", media_type="application/json", text="{}")
    [button] = buttons(said("Here it is.", document=document))
    assert button["title"] == "Download my-data.json"


def test_an_address_is_a_button_beside_the_file_and_never_words() -> None:
    outlook = Link(label="Outlook", address="https://outlook.example/new?a=1")
    entry = Document(name="meeting.ics", media_type="text/calendar", text="BEGIN:VCALENDAR")
    message = Message(
        kind="reply.calendar",
        preview="Your calendar",
        text="These open it:",
        links=(outlook,),
        document=entry,
    )
    [card] = render.cards(message, "https://turnabout.example/files/once")
    assert [one["title"] for one in buttons(card)] == ["Outlook", "Add to calendar"]
    assert buttons(card)[0]["url"] == "https://outlook.example/new?a=1"
    assert texts(card) == ["These open it:"]


def test_my_programme_has_everything_and_keeps_what_is_seldom_needed_behind_a_button() -> None:
    card = said("Well?", *(Action(label=f"{n}", route="x") for n in range(14)), kind="reply.programme")
    first, between, last = parts(card)[-3:]
    assert [one["title"] for one in first["actions"]] == ["0", "1", "2", "3", "More"]
    assert first["actions"][-1]["targetElements"] == [between["id"]]
    assert not between["isVisible"]
    hidden = [one["title"] for row in between["items"] for one in row["actions"]]
    assert hidden == [f"{n}" for n in range(4, 12)]
    assert [one["title"] for one in last["actions"]] == ["12", "13"]


def test_a_small_programme_hides_nothing() -> None:
    card = said("Well?", *(Action(label=f"{n}", route="x") for n in range(6)), kind="reply.programme")
    assert [one["title"] for one in buttons(card)] == ["0", "1", "2", "3", "4", "5"]


def test_columns_stand_below_one_another() -> None:
    card = said("Well?\n\nCode  1 2  Held\nR01   M P  3/4")
    rows = of_type(card, "RichTextBlock")[-2:]
    assert [row["inlines"][0]["text"].replace("\u00a0", " ") for row in rows] == [
        "Code  1 2  Held",
        "R01   M P  3/4",
    ]
    assert {row["inlines"][0]["fontType"] for row in rows} == {"Monospace"}
    assert rows[1]["spacing"] == "None"


def test_a_document_without_an_address_has_no_button() -> None:
    document = Document(name="my-data.json", media_type="application/json", text="{}")
    message = Message(kind="reply.data", preview="Your data", text="Here it is.", document=document)
    assert buttons(render.cards(message)[0]) == []


def test_long_words_go_on_in_the_next_card_and_the_buttons_come_last() -> None:
    text = "\n\n".join(f"{number} " + "naïveté " * 200 for number in range(30))
    action = Action(label="Go on", route="x")
    cards = render.cards(Message(kind="reply.long", preview="Long", text=text, actions=(action,)))
    assert len(cards) > 1
    assert max(weight(card) for card in cards) <= HEAVIEST_CARD
    assert [len(buttons(card)) for card in cards] == [0] * (len(cards) - 1) + [1]
    assert "".join(" ".join(texts(card)) for card in cards).split()[-1] == "naïveté"


def test_a_word_without_an_end_is_broken_and_complete() -> None:
    card = said("w" * 5000)
    assert "".join(texts(card)) == "w" * 5000


def test_a_notification_shows_the_preview_alone() -> None:
    message = Message(kind="nudge.ladder", preview="Finding time", text="With Ada this week?")
    assert render.summary(message) == "Finding time"


def test_a_summary_is_headed_by_its_own_first_line() -> None:
    text = channel_text(summary(3), "weekly")
    [card] = render.cards(Message(kind="summary.weekly", preview="The week in figures", text=text))
    assert card["body"][0]["text"] == "Spring 2027: the week to 9 June 2027"
    assert len(of_type(card, "FactSet")) == 1


def test_the_month_has_a_chart_that_falls_back_to_words() -> None:
    [chart] = [part for part in month(3)[0]["body"] if part["type"].startswith("Chart.")]
    assert {one["legend"] for one in chart["data"]} == {"Met", "Part", "None", "Under way", "Ended"}
    [first, *_] = chart["fallback"]["facts"]
    assert (first["title"], first["value"]) == ("Month\u00a01", "2 met, 1 part")


def test_the_chart_counts_what_the_words_say() -> None:
    figures = summary(5)
    [chart] = [part for part in month(5)[0]["body"] if part["type"].startswith("Chart.")]
    met = next(one for one in chart["data"] if one["legend"] == "Met")
    assert [value["y"] for value in met["values"]] == [tally.met for tally in figures.months]


def test_the_heatmap_has_a_figure_in_every_cell() -> None:
    [table] = of_type(month(3)[0], "Table")
    rows = [[cell["items"][0]["text"] for cell in row["cells"]] for row in table["rows"]]
    assert rows[0] == ["Code", "1", "2", "3", "4", "5", "6"]
    held = [str(row.held) for row in summary(3).standings[0].cadence.rows]
    assert rows[1] == ["R01", *held]
    assert all(text for row in rows for text in row)


def test_the_heatmap_shades_complete_months_and_praises_nobody() -> None:
    [table] = of_type(month(3)[0], "Table")
    shades = {cell.get("style") for row in table["rows"] for cell in row["cells"]}
    assert shades == {None, "accent", "emphasis"}


def test_the_heatmap_says_who_rests_and_who_has_ended() -> None:
    legend = next(text for text in texts(month(3)[0]) if "Met:" in text)
    assert legend == "Met: 2 or more in the month, part: 1, none: 0. Paused: R02. Ended: R03."


def test_thirty_five_pairs_fit_one_card_and_more_go_on_in_the_next() -> None:
    assert len(month(35)) == 1
    cards = month(120)
    assert max(weight(card) for card in cards) <= HEAVIEST_CARD
    codes = [
        row["cells"][0]["items"][0]["text"]
        for card in cards
        for table in of_type(card, "Table")
        for row in table["rows"][1:]
    ]
    assert codes == [f"R{number:02}" for number in range(1, 121)]


def test_a_heatmap_is_never_parted_from_its_heading() -> None:
    headed = next(card for card in month(120) if "Interactions by month" in str(card))
    assert len(of_type(headed, "Table")) == 1


def test_a_cohort_of_nobody_has_no_heatmap() -> None:
    assert of_type(month(0)[0], "Table") == []
