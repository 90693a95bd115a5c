"""What can go wrong in a way that somebody outside can mend: one sentence and an exit status."""


class Problem(Exception):  # noqa: N818  # named for what is read on the screen
    """Something asked for failed; the message is the whole sentence, without anything private."""

    status = 1


class WrongUse(Problem):
    """Wrong usage or configuration."""

    status = 2
