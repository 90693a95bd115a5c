"""Asking: what a dialog calls, the question that comes of it, and what a dialog may not do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, Self, TypedDict, Unpack, overload

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Detail

from bot.core.conversations import Values
from bot.core.fields import Field
from bot.core.forms import (
    ChoiceLists,
    F,
    Form,
    Limits,
    describe,
    heading,
    question_name,
)
from bot.core.plain import nhs_number_in
from bot.core.reading import prefilled


class DialogError(Exception):
    """A dialog breaks the rules of dialogs."""

    def __init__(self, **details: object) -> None:
        super().__init__((self.__doc__ or "").format(**details))


class AskedTwiceError(DialogError):
    """The question {key} is asked twice in one run: in a loop every question has its own key."""


class ForeignKeyError(DialogError):
    """The key {key} must be {name}, or begin with {name}-: stored answers are found by it."""


class SwallowedPendingError(DialogError):
    """The dialog went on after {key} was left open: it must let Pending pass."""


class Question(BaseModel):
    """One question, ready to be drawn: the fields show drafts and defaults, `errors` say what to mend.

    `show` is something of the person's own to look at, such as a preview: shown as it is, never as markup.
    """

    model_config = ConfigDict(frozen=True)

    dialog: str
    key: str
    title: str
    short_title: str
    text: str = Detail(repr=False)
    show: str = Detail(default="", repr=False)
    fields: tuple[Field, ...] = Detail(repr=False)
    errors: dict[str, str] = {}
    back: bool
    skip: bool
    later: bool = True
    help: bool = True
    token: str

    @property
    def draft(self) -> Values:
        """What the fields show, to be kept until the question is answered; never the number of a patient."""
        return {
            one.name: list(one.default) if isinstance(one.default, tuple) else one.default
            for one in self.fields
            if one.default is not None and not (isinstance(one.default, str) and nhs_number_in(one.default))
        }

    def showing(self, values: Mapping[str, object], errors: Mapping[str, str]) -> Self:
        """The question with these values in its fields and these sentences beside them."""
        fields = tuple(prefilled(one, values.get(one.name)) for one in self.fields)
        return self.model_copy(update={"fields": fields, "errors": dict(errors)})

    def in_words(self) -> str:
        """The question as plain text, for those who cannot see the form."""
        lines = (
            self.title,
            self.text,
            self.show,
            *(one.in_words().removeprefix(self.title).strip() for one in self.fields),
        )
        return "\n".join(line for line in dict.fromkeys(lines) if line)


class Pending(BaseException):
    """A question is open. No error, so that `except Exception` lets it pass."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question


class Details(TypedDict, total=False):
    """What one asking may add to its form."""

    key: str
    choices: ChoiceLists
    defaults: Mapping[str, object]
    limits: Limits
    show: str


@dataclass(frozen=True, slots=True)
class Asking(Generic[F]):
    """One call of `ask`, worked out: the form with its fields as they are this time."""

    form: type[F]
    key: str
    text: str
    show: str
    optional: bool
    fields: tuple[Field, ...]


class Ask(ABC):
    """Puts questions to one person; a dialog's first parameter.

    `prompt` stands in the place of the form's own text. `key` names the question in a loop, such as
    "finding-2" for the form Finding. `choices` are the lists of fields without a list of their own,
    `defaults` what fields show first, `limits` the bounds of dates, times, numbers and counts. An
    `optional` question may be skipped and is None then.
    """

    def __init__(self) -> None:
        self._asked: set[str] = set()

    @overload
    async def __call__(
        self,
        form: type[F],
        prompt: str | None = None,
        *,
        optional: Literal[False] = False,
        **details: Unpack[Details],
    ) -> F: ...

    @overload
    async def __call__(
        self, form: type[F], prompt: str | None = None, *, optional: Literal[True], **details: Unpack[Details]
    ) -> F | None: ...

    async def __call__(
        self, form: type[F], prompt: str | None = None, *, optional: bool = False, **details: Unpack[Details]
    ) -> F | None:
        key = details.get("key", question_name(form))
        self._check(form, key)
        fields = describe(
            form,
            choices=details.get("choices"),
            defaults=details.get("defaults"),
            limits=details.get("limits"),
        )
        text = heading(form).text if prompt is None else prompt
        return await self.put(Asking(form, key, text, details.get("show", ""), optional, fields))

    @abstractmethod
    async def put(self, asking: Asking[F]) -> F | None:
        """The answer, or None for a skipped question; or `Pending`."""

    def _check(self, form: type[Form], key: str) -> None:
        name = question_name(form)
        if key != name and not key.startswith(f"{name}-"):
            raise ForeignKeyError(key=key, name=name)
        if key in self._asked:
            raise AskedTwiceError(key=key)
        self._asked.add(key)
