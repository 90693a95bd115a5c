"""Where chance and time come from."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.clock import SystemClock, VirtualClock
from bot.core.entropy import SeededEntropy, SystemEntropy, new_id
from tests.core.works import at

NOON = at("2027-02-17", "12:00")


class Only:
    """Bits that are all alike."""

    def __init__(self, bit: int) -> None:
        self._bit = bit

    def bits(self, count: int) -> int:
        return self._bit * ((1 << count) - 1)


def test_one_seed_gives_the_same_bits_every_time() -> None:
    first, second = SeededEntropy("seed"), SeededEntropy("seed")
    assert [first.bits(32) for _ in range(5)] == [second.bits(32) for _ in range(5)]


def test_two_seeds_give_different_bits() -> None:
    assert SeededEntropy(1).bits(64) != SeededEntropy(2).bits(64)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 200), st.sampled_from([SystemEntropy(), SeededEntropy(7)]))
def test_no_more_bits_come_than_were_asked_for(count: int, entropy: SystemEntropy | SeededEntropy) -> None:
    assert 0 <= entropy.bits(count) < 1 << count


@settings(max_examples=30, deadline=None)
@given(
    st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001  # the zone is beside
    st.sampled_from([Only(0), Only(1), SeededEntropy(3)]),
)
def test_an_identifier_is_a_version_seven_uuid_of_its_time(
    moment: datetime, entropy: Only | SeededEntropy
) -> None:
    made = UUID(new_id(moment, entropy))
    assert made.version == 7
    assert made.int >> 80 == int(moment.timestamp() * 1000)


def test_identifiers_sort_by_their_time() -> None:
    entropy = SeededEntropy("ids")
    made = [new_id(NOON + timedelta(milliseconds=n), entropy) for n in range(50)]
    assert made == sorted(made)
    assert len(set(made)) == 50


def test_the_system_clock_tells_an_instant_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


async def test_the_system_clock_waits_by_sleeping() -> None:
    before = SystemClock().now()
    await SystemClock().sleep(0)
    assert SystemClock().now() >= before


def test_a_virtual_clock_moves_only_when_it_is_told_to_and_never_back() -> None:
    clock = VirtualClock(NOON)
    assert clock.now() == NOON
    clock.jump(NOON + timedelta(hours=1))
    clock.jump(NOON)
    assert clock.now() == NOON + timedelta(hours=1)
    assert clock.now().tzinfo is UTC


async def test_whoever_waits_on_a_virtual_clock_finds_the_time_gone_by() -> None:
    clock = VirtualClock(NOON)
    await clock.sleep(90)
    assert clock.now() == NOON + timedelta(seconds=90)
