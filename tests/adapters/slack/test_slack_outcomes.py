"""What a refusal of Slack means: one table, every row of it."""

from dataclasses import dataclass, field

import pytest
from aiohttp import ServerDisconnectedError
from slack_sdk.errors import SlackApiError

from adapters.slack.outcomes import ADVICE, CLOSED, ENDED, LONGEST_WAIT, not_done, refused
from bot.core.delivery import Failed, Gone, Throttled, Uncertain
from dialogs.lint import problems


@dataclass
class Answer:
    """What Slack answered."""

    error: str = ""
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str | None:
        return self.error or None if name == "error" else None


def refusal(error: str = "", status: int = 200, **headers: str) -> SlackApiError:
    return SlackApiError(
        "refused", Answer(error, status, {k.replace("_", "-"): v for k, v in headers.items()})
    )


@pytest.mark.parametrize("code", sorted(ADVICE))
def test_a_lasting_refusal_parks_the_letter_and_says_what_helps(code: str) -> None:
    assert refused(refusal(code)) == Gone(reason=code, advice=ADVICE[code])


@pytest.mark.parametrize("advice", sorted(set(ADVICE.values())))
def test_advice_is_plain_and_kind(advice: str) -> None:
    assert problems(advice) == ()


def test_whatever_closes_an_account_or_ends_a_workspace_has_its_advice() -> None:
    assert set(ADVICE) >= CLOSED | ENDED


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable", "request_timeout"])
def test_a_fault_inside_slack_leaves_it_open(code: str) -> None:
    assert refused(refusal(code)) == Uncertain(reason=code)


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_too_long", "no_text", "invalid_auth", "made_up"])
def test_any_other_refusal_is_tried_again(code: str) -> None:
    assert refused(refusal(code)) == Failed(reason=code)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_in_trouble_leaves_it_open(status: int) -> None:
    assert isinstance(refused(refusal(status=status)), Uncertain)


@pytest.mark.parametrize("error", [TimeoutError(), ServerDisconnectedError()])
def test_no_answer_leaves_it_open_for_a_message_and_not_for_a_question(error: Exception) -> None:
    assert isinstance(refused(error), Uncertain)
    assert isinstance(not_done(error), Failed)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("12", 12), ("0", 0), ("", 30), ("soon", 30), ("-1", 30), ("nan", 30), ("1e9", LONGEST_WAIT)],
)
def test_the_patience_that_is_asked_for_is_given(told: str, seconds: float) -> None:
    assert refused(refusal("ratelimited", 429, Retry_After=told)) == Throttled(seconds=seconds)
