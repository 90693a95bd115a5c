"""Listening at a port, and hearing when it is time to end."""

import asyncio
import errno
import signal
import socket
from contextlib import suppress

from bot.core.problems import Problem


class CannotListen(Problem):
    """Nothing can be served at this address."""


def listening(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done. Raises `CannotListen`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except socket.gaierror:
        reason = f"{host} is no address of this machine"
    except OSError as problem:
        reason = _reason(problem)
    raise CannotListen(f"Turnabout can't listen at port {port}: {reason}. Choose another one with --port.")


def _reason(problem: OSError) -> str:
    match problem.errno:
        case errno.EADDRINUSE:
            return "it is taken, perhaps by another Turnabout"
        case errno.EADDRNOTAVAIL:
            return "the address does not belong to this machine"
        case _:
            return "the system does not let it be used"


def told_to_end() -> asyncio.Event:
    """Return what is set when the process is asked to stop; where signals can't be heard, never."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(sign, ended.set)
    return ended
