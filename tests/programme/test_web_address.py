"""Addresses of calendars: which may be fetched by their form alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.web_address import NotAnAddress, calendar_address


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("https://calendar.example/a/b.ics?x=1", "https://calendar.example/a/b.ics?x=1"),
        ("  <https://calendar.example/b.ics> ", "https://calendar.example/b.ics"),
        ("webcal://calendar.example/b.ics", "https://calendar.example/b.ics"),
        ("HTTPS://Calendar.Example:443/b.ics", "https://calendar.example/b.ics"),
        ("https://calendar.example#part", "https://calendar.example/"),
    ],
)
def test_an_address_of_a_calendar_is_taken_as_it_is_pasted(pasted: str, address: str) -> None:
    assert calendar_address(pasted) == address


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "calendar.example/b.ics",
        "http://calendar.example/b.ics",
        "file:///etc/passwd",
        "gopher://calendar.example/",
        "https://",
        "https:///b.ics",
        "https://me@calendar.example/",
        "https://me:secret@calendar.example/",
        "https://calendar.example:8443/",
        "https://calendar.example:99999/",
        "https://calendar.example/a b",
        "https://calendar.example/\r\nHost: 10.0.0.1",
        "https://calendar.example\\@10.0.0.1/",
        "https://[::1",
        "https://[::1]/b.ics",
        "https://[::ffff:10.0.0.1]/b.ics",
        "https://169.254.169.254/latest",
        "https://calendar.example/" + "a" * 2000,
    ],
)
def test_what_is_none_is_refused_with_a_sentence(pasted: str) -> None:
    with pytest.raises(NotAnAddress, match=r"^[A-Z].*\.$"):
        calendar_address(pasted)


@given(st.text(max_size=80) | st.text(max_size=60).map("https://".__add__))
@settings(max_examples=200, deadline=None)
def test_whatever_is_pasted_gives_an_https_address_or_a_sentence(pasted: str) -> None:
    try:
        address = calendar_address(pasted)
    except NotAnAddress:
        return
    assert address.startswith("https://")
    assert "@" not in address.partition("//")[2].partition("/")[0]
    assert calendar_address(address) == address
