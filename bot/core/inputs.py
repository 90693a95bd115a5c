"""The two halves of a dialog's signature: inputs, stored with the conversation, and ports, handed in.

    async def reflect(ask: Ask, meeting: Meeting, *, log: ReflectionLog) -> None: ...

Before the star stand the inputs: they are kept as JSON, as they were when the conversation began, and
become values of the annotated types again in every run. After it stand the ports.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, signature
from typing import Any, TypeAlias, get_type_hints

from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from bot.core.asking import Ask, DialogError

Dialog: TypeAlias = Callable[..., Awaitable[None]]


class SignatureError(DialogError):
    """The dialog {dialog} must be an async function of ask, its inputs, a star and its ports, all typed."""


class InputsError(DialogError):
    """The input {name} of the dialog {dialog} is missing, unknown or of another shape."""


class PortError(DialogError):
    """The dialog {dialog} needs the port {name}."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a dialog takes: its inputs by name with their types, those it can do without, and its ports."""

    dialog: str
    inputs: Mapping[str, TypeAdapter[Any]]
    spare: frozenset[str]
    ports: tuple[str, ...]


def name_of(dialog: Dialog) -> str:
    """The name under which conversations of this dialog are stored: that of its function."""
    return str(getattr(dialog, "__name__", dialog))


@cache
def shape(dialog: Dialog) -> Shape:
    """Read the signature of a dialog.

    Raises:
        SignatureError: when it is not one of a dialog.

    """
    try:
        first, *others = signature(dialog).parameters.values()
        hints = get_type_hints(dialog)
        wants_ask = hints[first.name] is Ask
        inputs = [one for one in others if one.kind is Parameter.POSITIONAL_OR_KEYWORD]
        ports = [one for one in others if one.kind is Parameter.KEYWORD_ONLY]
        adapters = {one.name: TypeAdapter[Any](hints[one.name]) for one in inputs}
    except (KeyError, NameError, TypeError, ValueError):
        raise SignatureError(dialog=name_of(dialog)) from None
    if not wants_ask or len(inputs) + len(ports) < len(others):
        raise SignatureError(dialog=name_of(dialog))
    spare = frozenset(one.name for one in inputs if one.default is not Parameter.empty)
    return Shape(name_of(dialog), adapters, spare, tuple(one.name for one in ports))


def snapshot(dialog: Dialog, **inputs: object) -> dict[str, JsonValue]:
    """The inputs of a dialog as they are kept with its conversation.

    Raises:
        InputsError: when one is missing, unknown or not of the type that the dialog names.

    """
    takes = shape(dialog)
    for unknown in sorted(inputs.keys() - takes.inputs.keys()):
        raise InputsError(dialog=takes.dialog, name=unknown)
    kept = {name: _frozen(takes, name, value) for name, value in inputs.items()}
    thawed(dialog, kept)
    return kept


def thawed(dialog: Dialog, kept: Mapping[str, JsonValue]) -> dict[str, object]:
    """The inputs as values again; one that a newer release no longer takes is left out."""
    takes = shape(dialog)
    values: dict[str, object] = {}
    for name, adapter in takes.inputs.items():
        if name not in kept and name in takes.spare:
            continue
        try:
            values[name] = adapter.validate_python(kept[name])
        except (KeyError, ValidationError):
            raise InputsError(dialog=takes.dialog, name=name) from None
    return values


def picked(dialog: Dialog, ports: Mapping[str, object]) -> dict[str, object]:
    """Those of the ports that this dialog takes.

    Raises:
        PortError: when one is not there.

    """
    takes = shape(dialog)
    for missing in (name for name in takes.ports if name not in ports):
        raise PortError(dialog=takes.dialog, name=missing)
    return {name: ports[name] for name in takes.ports}


def _frozen(takes: Shape, name: str, value: object) -> JsonValue:
    try:
        kept: JsonValue = takes.inputs[name].dump_python(value, mode="json", warnings="error")
    except PydanticSerializationError:
        raise InputsError(dialog=takes.dialog, name=name) from None
    return kept
