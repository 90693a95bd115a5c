"""Which addresses of the network may be reached: public ones, and none in disguise."""

from collections.abc import Sequence
from ipaddress import IPv4Address, ip_address
from socket import AF_INET, AddressFamily

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reachable import CheckedResolver, NotReachable, is_public


class Answers(AbstractResolver):
    """Answers every name with these addresses."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=family, proto=0, flags=0)
            for one in self._addresses
        ]

    async def close(self) -> None:
        return


@pytest.mark.parametrize("address", ["1.1.1.1", "81.2.69.160", "2606:4700:4700::1111", "2a00:1450:4009::1"])
def test_public_addresses_may_be_reached(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104  # looked at, not bound to
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.192",
        "198.18.0.1",
        "203.0.113.9",
        "168.63.129.16",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:53aa:64c:0:0:80ff:fffe",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_addresses_of_our_own_and_those_in_disguise_may_not(address: str) -> None:
    assert not is_public(ip_address(address))


@given(st.ip_addresses(v=4).filter(lambda one: not is_public(one)))
@settings(max_examples=100, deadline=None)
def test_no_address_becomes_public_by_being_written_as_another_kind(address: IPv4Address) -> None:
    packed = int(address)
    hidden = (packed, 0xFFFF << 32 | packed, 0x64FF9B << 96 | packed, 0x2002 << 112 | packed << 80)
    assert not any(is_public(ip_address(one)) for one in map(_as_v6, hidden))


def _as_v6(number: int) -> str:
    digits = f"{number:032x}"
    return ":".join(digits[at : at + 4] for at in range(0, 32, 4))


async def test_a_name_with_public_addresses_is_resolved_to_them() -> None:
    found = await CheckedResolver(Answers(["1.1.1.1", "1.0.0.1"])).resolve("calendar.example", 443)
    assert [one["host"] for one in found] == ["1.1.1.1", "1.0.0.1"]


@pytest.mark.parametrize(
    "addresses", [[], ["10.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["fe80::1%2"], ["nonsense"]]
)
async def test_a_name_with_any_other_address_leads_nowhere(addresses: list[str]) -> None:
    with pytest.raises(NotReachable):
        await CheckedResolver(Answers(addresses)).resolve("calendar.example", 443)
