"""How much one address or partner may ask: a bucket that fills with time, and that refusals empty sooner."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from wireroom.web.site.countries import reader_of

RATE = 20.0  # requests of the inbox a second, sustained
BURST = 400.0
REFUSED = 20.0  # what a refusal costs on top: after twenty of them, one a second is heard
MOST_ADDRESSES = 20_000
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


class Limits:
    """A token bucket for each address (or other name); for IPv6, each /64, since that is what one customer has.

    `clock` tells seconds. Used by one thread at a time. Of many addresses the one unheard for longest is forgotten.
    """

    def __init__(self, clock: Callable[[], float], *, rate: float = RATE, burst: float = BURST) -> None:
        self._clock = clock
        self._rate = rate
        self._burst = burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Takes one request's share: 0 when it may be heard, else the seconds until one may."""
        left = self._left(address)
        if left < 1.0:
            return (1.0 - left) / self._rate
        self._set(address, left - 1.0)
        return 0.0

    def refused(self, address: str) -> None:
        """Makes a refusal count."""
        self._set(address, max(0.0, self._left(address) - REFUSED))

    def _left(self, address: str) -> float:
        left, at = self._buckets.get(address, (self._burst, 0.0))
        return min(self._burst, left + (self._clock() - at) * self._rate)

    def _set(self, address: str, left: float) -> None:
        self._buckets[address] = (left, self._clock())
        self._buckets.move_to_end(address)
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)


def address_of(
    client: tuple[str, int] | None,
    headers: Iterable[tuple[bytes, bytes]],
    proxies: Sequence[IPv4Network | IPv6Network] = (),
) -> str:
    """Who asks: the other end of the connection, or what a proxy on this machine, or one of `proxies`, wrote of it."""
    reader = reader_of(client, headers, (*LOOPBACK, *proxies))
    return customer(str(reader) if reader is not None else client[0] if client else "")


def customer(address: str) -> str:
    """What stands for all the addresses that one customer has: an IPv4 address, or the /64 of an IPv6 one."""
    if not _is_address(address):
        return address[:64]
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)


def _is_address(text: str) -> bool:
    try:
        ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True
