"""Where the guides stand: read from their files once, when first asked for, and checked as a whole."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from dialogs.guides.guide import FIRST, LAST, Guide

_ENDING = ".toml"


class GuideError(Exception):
    """A guide's file is missing, doubled or not as it should be."""


class NoSuchGuideError(LookupError):
    """There is no guide with that number: they are numbered 1 to 16."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Shelf(Mapping[int, Guide]):
    """The sixteen guides by number, in order. A folder holds one file each, `01-setting-terms.toml`."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder

    def __getitem__(self, number: int) -> Guide:
        return self._guides[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._guides)

    def __len__(self) -> int:
        return len(self._guides)

    @cached_property
    def _guides(self) -> Mapping[int, Guide]:
        guides: dict[int, Guide] = {}
        for file in sorted(_guide_files(self._folder), key=lambda file: file.name):
            guide = read(file)
            if guide.number in guides:
                raise GuideError(f"{file.name}: there is another guide with the number {guide.number}.")
            guides[guide.number] = guide
        missing = [str(number) for number in range(FIRST, LAST + 1) if number not in guides]
        if missing:
            raise GuideError(f"There is no file for these guides: {', '.join(missing)}.")
        return guides


def read(file: Traversable) -> Guide:
    """Read and check one guide. Raises GuideError with a sentence that names the file and the field."""
    try:
        guide = Guide.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GuideError(f"{file.name}: this is not readable as TOML: {error}.") from error
    except ValidationError as error:
        raise GuideError(f"{file.name}: {'; '.join(_problems(error))}.") from error
    if not file.name.startswith(f"{guide.number:02}-"):
        raise GuideError(f"{file.name}: number: the file's name starts with another number.")
    return guide


def _guide_files(folder: Traversable) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(_ENDING) and file.name[:2].isdecimal())


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        steps = (str(step + 1) if isinstance(step, int) else step for step in problem["loc"])
        place = ", ".join(steps) or "the guide"
        yield f"{place}: {problem['msg'].removeprefix('Value error, ')}"


GUIDES: Mapping[int, Guide] = Shelf(files("dialogs.guides"))


def guide(number: int) -> Guide:
    """The guide with this number. Raises NoSuchGuideError outside 1 to 16."""
    try:
        return GUIDES[number]
    except KeyError:
        raise NoSuchGuideError from None
