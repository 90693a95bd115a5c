"""The words in a source file, in the order in which they stand."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_SENTENCE = re.compile(r"[A-Z“{].* .*[.?!:]", re.DOTALL)
_SAID_BY = ("_", "counted")


class Part(StrEnum):
    """What a piece of text is for."""

    KIND = "kind"
    PREVIEW = "preview"
    TEXT = "text"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Literal:
    """One piece of text, or the name of a form, with its place in the file."""

    part: Part
    text: str
    line: int
    column: int = 0


def literals(file: Path) -> list[Literal]:
    """Return everything in a file that people may read, kinds of messages and names of forms among it."""
    tree = ast.parse(file.read_text("utf-8"))
    previews = {id(node) for node in _previews(tree)}
    silent = {id(node) for node in _silent(tree)}
    found = [one for node in ast.walk(tree) for one in _read(node, previews, silent)]
    return sorted(set(found), key=lambda one: (one.line, one.column, one.part != Part.KIND))


def _read(node: ast.AST, previews: set[int], silent: set[int]) -> Iterator[Literal]:
    match node:
        case ast.ClassDef(name=name, bases=[ast.Name(id="Form")]):
            yield Literal(Part.FORM, name, node.lineno)
        case ast.keyword(arg="kind", value=ast.Constant(value=str() as kind)):
            yield Literal(Part.KIND, kind, node.lineno, node.col_offset)
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str() as text), *_]) if name == "_":
            part = Part.PREVIEW if id(node) in previews else Part.TEXT
            yield Literal(part, text, node.lineno, node.col_offset)
        case ast.Call(func=ast.Name(id="counted"), args=[ast.Constant(one), ast.Constant(many), *_]):
            part = Part.PREVIEW if id(node) in previews else Part.TEXT
            yield Literal(part, str(one), node.lineno, node.col_offset)
            yield Literal(part, str(many), node.lineno, node.col_offset + 1)
        case ast.Constant(value=str() as text) if id(node) not in silent and _SENTENCE.fullmatch(text):
            yield Literal(Part.TEXT, text, node.lineno, node.col_offset)
        case ast.JoinedStr() if _SENTENCE.fullmatch(_joined(node)):
            yield Literal(Part.TEXT, _joined(node), node.lineno, node.col_offset)


def _previews(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands as, or is part of, a preview."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="preview", value=value):
                yield from ast.walk(value)
            case ast.Assign(targets=[ast.Name(id="preview" | "previews")], value=value):
                yield from ast.walk(value)


def _silent(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what nobody reads, or what is read elsewhere: docstrings, forms' marks, broken assumptions."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                yield docstring
            case ast.AnnAssign(annotation=annotation) if isinstance(node.target, ast.Name):
                yield from ast.walk(annotation)
            case ast.Call(func=ast.Name(id=name)) if name in _SAID_BY or name.endswith("Error"):
                yield from () if name == "ValueError" else ast.walk(node)
            case ast.Assert() | ast.JoinedStr():
                yield from (one for one in ast.walk(node) if one is not node)


def _joined(node: ast.JoinedStr) -> str:
    """Return a text with its gaps named, as `{day}`."""
    return "".join(
        f"{{{ast.unparse(one.value)}}}" if isinstance(one, ast.FormattedValue) else str(ast.literal_eval(one))
        for one in node.values
    )
