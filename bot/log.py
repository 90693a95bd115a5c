"""Logs as data: what happened, to which record, never what anyone said or is called."""

import logging
import sys

import structlog


def set_up(level: str = "info", *, to_terminal: bool | None = None) -> None:
    """Write to standard error: readable on a terminal, one JSON object a line elsewhere."""
    terminal = sys.stderr.isatty() if to_terminal is None else to_terminal
    rendering = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_the_kind_of_error,
            rendering,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _only_the_kind_of_error(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Keep an error's class and place, and drop its message: it may repeat what somebody typed."""
    event.pop("exc_info", None)
    for name, error in list(event.items()):
        if isinstance(error, BaseException):
            event[name] = type(error).__name__
            event["where"] = _place_of(error)
    return event


def _place_of(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
