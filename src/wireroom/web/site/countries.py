"""The country of a reader by a database file, from the address: that which the nearest trusted proxy names."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from typing import Any

from wireroom.network.countries import CODES

log = logging.getLogger("wireroom.web")

Headers = Iterable[tuple[bytes, bytes]]
Address = IPv4Address | IPv6Address
_MOST_HOPS = 32


class Countries:
    """Tells countries by a database in MaxMind's format, which is opened again when the file is replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = ""
        self._stamp: tuple[int, int] | None = None
        self._database: Any = None

    def of(self, file: str, address: Address | None) -> str:
        """The country's code (ISO 3166-1 alpha-2); "" when file or address tells none."""
        if not file or address is None:
            return ""
        try:
            self._open(file)
            found = self._database.get(address) if self._database is not None else None
        except (OSError, ValueError) as error:  # a file that is no such database, or an IPv6 address in one of IPv4
            log.warning("the country of an address could not be told: %s", error)
            return ""
        code = _code(found)
        return code if code in CODES else ""

    def _open(self, file: str) -> None:
        path = self._folder / file
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        if (file, stamp) == (self._path, self._stamp):
            return
        # Imported here: who has no licence with a territory need not wait for it.
        import maxminddb

        self._database = None
        self._path, self._stamp = file, stamp
        try:
            self._database = maxminddb.open_database(path)
        except maxminddb.InvalidDatabaseError as error:
            raise ValueError(f"{path}: {error}") from error


def _code(found: Any) -> str:
    """The country in a record: databases write `country.iso_code`, `country_code` or `country`."""
    if not isinstance(found, dict):
        return ""
    country = found.get("country")
    if isinstance(country, dict):
        country = country.get("iso_code")
    code = country or found.get("country_code")
    return code.upper() if isinstance(code, str) else ""


def reader_of(
    client: tuple[str, int] | None, headers: Headers, proxies: Sequence[IPv4Network | IPv6Network]
) -> Address | None:
    """The reader's address. `X-Forwarded-For` is read from its end, and as long as a trusted proxy wrote the next part:
    what stands before that, anybody can have made up."""
    address = _address(client[0] if client else "")
    lines = [value for name, value in headers if name == b"x-forwarded-for"]
    hops = [part.strip() for part in b",".join(lines).decode("latin-1").split(",")] if lines else []
    for hop in reversed(hops[-_MOST_HOPS:]):
        if address is None or not any(address in network for network in proxies):
            break
        address = _address(hop)
    return address


def _address(text: str) -> Address | None:
    """The address that the text writes, also with a port; one of IPv4 that came over IPv6 as what it is."""
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
