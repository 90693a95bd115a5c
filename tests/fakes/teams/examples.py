"""Cards of the shapes that bots send, for tests of the fake."""

from tests.fakes.teams.world import CARD, Json

FORM: Json = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "TextBlock", "text": "How was it?"},
        {"type": "Input.Text", "id": "words", "label": "In your words", "isRequired": True,
         "errorMessage": "Please write something.", "maxLength": 10},
        {"type": "Input.ChoiceSet", "id": "mood", "label": "Mood", "isMultiSelect": True,
         "choices": [{"title": "Good", "value": "g"}, {"title": "Tired", "value": "t"}]},
        {"type": "Input.Toggle", "id": "share", "title": "Share it", "label": "Share"},
    ],
    "actions": [
        {"type": "Action.Execute", "title": "Send", "verb": "answer", "data": {"t": "1"},
         "fallback": {"type": "Action.Submit", "title": "Send", "data": {"t": "1"}}},
        {"type": "Action.Execute", "title": "Back", "verb": "turn", "data": {"t": "1"},
         "associatedInputs": "none"},
        {"type": "Action.Submit", "title": "In a window",
         "data": {"msteams": {"type": "task/fetch"}, "r": "form"}},
    ],
}  # fmt: skip
DONE: Json = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Thank you."}]}


def window(card: Json) -> Json:
    """Return the answer that opens a dialog with this card."""
    content = {"contentType": CARD, "content": card}
    return {"task": {"type": "continue", "value": {"title": "A form", "width": "medium", "card": content}}}
