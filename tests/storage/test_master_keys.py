"""Master keys: made once, for their owner's eyes, and never repeated in a problem."""

from base64 import b64encode
from pathlib import Path
from stat import S_IMODE
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from storage import KeyProblem, Keys, StorageProblem
from storage.keyfile import key_store_file, keys_beside, master_key_file, new_key

EMBEDDED = "sqlite+aiosqlite:///{}"
SERVER = "postgresql+psycopg://turnabout@db.example/turnabout"


def test_a_new_key_is_a_key_and_never_the_same() -> None:
    assert Keys.parse([new_key(), new_key()]).masters[0] != Keys.parse([new_key()]).masters[0]


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_read_in_either_spelling_of_base64(secret: bytes) -> None:
    assert Keys.parse([b64encode(secret).decode()]).masters[0].secret == secret


@given(st.text(max_size=60))
def test_what_is_no_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(KeyProblem) as problem:
        Keys.parse([text])
    assert str(problem.value) == "A master key is 32 bytes in base64; `turnabout keys new` makes one."


def test_no_key_at_all_is_refused() -> None:
    with pytest.raises(KeyProblem, match="turnabout keys new"):
        Keys.parse([])


def test_a_key_does_not_show_when_it_is_printed() -> None:
    key = new_key()
    keys = Keys.parse([key])
    assert key not in repr(keys)
    assert repr(keys.masters[0].secret) not in repr(keys)


def test_the_newest_key_wraps_and_every_key_unwraps() -> None:
    old, new = Keys.parse([new_key()]), Keys.parse([new_key()])
    both = Keys(new.masters + old.masters)
    assert both.unwrap(old.wrap(b"secret", "amina"), "amina") == b"secret"
    assert new.unwrap(both.wrap(b"secret", "amina"), "amina") == b"secret"


def test_a_wrapped_key_is_for_its_owner_only() -> None:
    keys = Keys.parse([new_key()])
    with pytest.raises(KeyProblem, match="damaged"):
        keys.unwrap(keys.wrap(b"secret", "amina"), "ben")


def test_keys_of_the_environment_come_first(tmp_path: Path) -> None:
    key = new_key()
    database = tmp_path / "turnabout.db"
    assert Keys.read(EMBEDDED.format(database), [SecretStr(key)]) == Keys.parse([key])
    assert not master_key_file(database).exists()


def test_an_embedded_database_gets_a_key_of_its_own_that_stays(tmp_path: Path) -> None:
    database = tmp_path / "turnabout.db"
    made = Keys.read(EMBEDDED.format(database), [])
    assert Keys.read(EMBEDDED.format(database), []) == made
    assert S_IMODE(master_key_file(database).stat().st_mode) == 0o600


def test_postgresql_needs_a_key_from_the_environment() -> None:
    with pytest.raises(KeyProblem, match="TURNABOUT_KEYS"):
        Keys.read(SERVER, [])


def test_a_database_in_memory_has_no_key_beside_it() -> None:
    with pytest.raises(StorageProblem):
        Keys.read("sqlite+aiosqlite://", [])


def test_a_lost_key_file_is_not_made_again(tmp_path: Path) -> None:
    database = tmp_path / "turnabout.db"
    key_store_file(database).touch()
    with pytest.raises(KeyProblem, match=r"turnabout\.keys is missing"):
        keys_beside(database)
    assert not master_key_file(database).exists()


def test_a_key_file_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match="can't be read or made"):
        keys_beside(tmp_path / "nowhere" / "turnabout.db")


def test_two_who_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    database, together, found = tmp_path / "turnabout.db", Barrier(2), []

    def start() -> None:
        together.wait()
        found.append(keys_beside(database))

    threads = [Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == found[1]
    assert len(list(tmp_path.iterdir())) == 1
