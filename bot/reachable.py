"""Which addresses of the network may be reached for somebody else: public ones, and nothing of our own.

Whoever gives an address of a calendar could as well name a machine in our own network, or one that hands out
the keys of the cloud we run in. Names are resolved once, every address they lead to is looked at, and the
connection goes to one of those very addresses.
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp.abc import AbstractResolver, ResolveResult

Address = IPv4Address | IPv6Address
MayReach = Callable[[Address], bool]

NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",  # the host of a cloud, as its guests see it
        "::/96",
        "::ffff:0:0/96",  # an IPv4 address in disguise, as are the next four
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "100::/64",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)


class NotReachable(OSError):  # noqa: N818  # named for what was found
    """That name leads to no public address."""


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the public network and hides no other one."""
    within = any(address in network for network in NOT_PUBLIC if network.version == address.version)
    return address.is_global and not within and not address.is_multicast


class CheckedResolver(AbstractResolver):
    """Resolves names, and gives nothing at all for a name with an address that may not be reached."""

    def __init__(self, resolver: AbstractResolver, may_reach: MayReach = is_public) -> None:
        self._resolver = resolver
        self._may_reach = may_reach

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name. Raises `NotReachable`."""
        found = await self._resolver.resolve(host, port, family)
        if not found or not self._all_may_be_reached(found):
            raise NotReachable
        return found

    async def close(self) -> None:
        await self._resolver.close()

    def _all_may_be_reached(self, found: Sequence[ResolveResult]) -> bool:
        try:
            return all(self._may_reach(ip_address(one["host"])) for one in found)
        except ValueError:
            return False
