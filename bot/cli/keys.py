"""`turnabout keys`: the master keys that wrap everybody's data keys."""

from contextlib import AbstractContextManager, nullcontext

import click

from bot.cli.desk import run, say
from bot.settings import Settings, read_settings
from storage import Keys, StorageProblem, open_store
from storage.engine import Address
from storage.keyfile import master_key_file, new_key, put_in_front
from storage.lock import claim_file


@click.group("keys")
def command() -> None:
    """Make and change the master keys."""


@command.command("new")
def make_new() -> None:
    """Print a new master key, for TURNABOUT_KEYS."""
    say(new_key())


@command.command("rotate")
def rotate() -> None:
    """Wrap every data key with the newest master key.

    With keys in TURNABOUT_KEYS: put a new one in front and restart the service first. With the key file
    beside an embedded database a new key is made here, and the service must not run meanwhile.
    """
    settings = read_settings()
    with _alone(settings):
        count = run(_rotate(settings))
    say(f"Wrapped {count} data keys anew. Older master keys open only older backups of the key store now.")


def _alone(settings: Settings) -> AbstractContextManager[None]:
    """Keep the service out while a key file changes: it knows only the keys it started with."""
    return nullcontext() if settings.keys else claim_file(Address.parse(settings.database_url).file)


async def _rotate(settings: Settings) -> int:
    if not settings.keys:
        database = Address.parse(settings.database_url).file
        if not master_key_file(database).exists():
            raise StorageProblem(f"There is no key file {master_key_file(database).name} to change.")
        put_in_front(database)
    keys = Keys.read(settings.database_url, settings.keys)
    async with open_store(settings.database_url, keys, migrate=False) as store:
        return await store.rotate_keys()
