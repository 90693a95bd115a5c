"""In which order the guides may be used. What must come first is data of each guide."""

from collections.abc import Collection

from dialogs.guides.guide import LAST
from dialogs.guides.shelf import GUIDES, guide


def may_use(number: int, done: Collection[int]) -> bool:
    """Tell whether a guide is unlocked: trust comes first, and seeing comes before the long interview.

    A guide that was done may be used again. Raises NoSuchGuideError for a number outside 1 to 16.
    """
    return all(needed in done for needed in guide(number).unlocked_by)


def suggested(done: Collection[int]) -> int:
    """The next guide in order that is unlocked and not done; the last once more when all are done."""
    return next((number for number in GUIDES if number not in done and may_use(number, done)), LAST)


def swaps(done: Collection[int]) -> tuple[int, ...]:
    """The guides a pair may take in place of the suggested one: five to fourteen, once unlocked."""
    skipped = {*done, suggested(done)}
    return tuple(
        number
        for number, one in GUIDES.items()
        if one.movable and number not in skipped and may_use(number, done)
    )
