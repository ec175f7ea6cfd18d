"""Writes a small database of addresses in MaxMind's format (MaxMind DB File Format 2.0), for tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from ipaddress import IPv4Network, ip_network
from typing import Any, NamedTuple

_MARK = b"\xab\xcd\xefMaxMind.com"


class Number(NamedTuple):
    """A number of the format's kind 5 (16 bits), 6 (32 bits) or 9 (64 bits)."""

    kind: int
    value: int


def database(networks: Mapping[str, Any]) -> bytes:
    """The bytes of a database with these records by network; IPv4 stands in ::/96 of the IPv6 tree."""
    data, pointers = b"", []
    for record in networks.values():
        pointers.append(len(data))
        data += _encoded(record)
    tree: list[list[Any]] = [[None, None]]
    for network, pointer in zip(networks, pointers, strict=True):
        _put(tree, network, pointer)
    count = len(tree)
    nodes = b"".join(_record(side, count) for node in tree for side in node)
    about: dict[str, Any] = {
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": Number(9, 1_700_000_000),
        "database_type": "Test-Country",
        "description": {"en": "made for a test"},
        "ip_version": 6,
        "languages": ["en"],
        "node_count": Number(6, count),
        "record_size": 24,
    }
    return nodes + bytes(16) + data + _MARK + _encoded(about)


def country(code: str) -> dict[str, Any]:
    """A record as MaxMind's country databases have it."""
    return {"country": {"iso_code": code}}


def _put(tree: list[list[Any]], text: str, pointer: int) -> None:
    network = ip_network(text)
    number, length = int(network.network_address), network.prefixlen
    if isinstance(network, IPv4Network):
        length += 96
    node = 0
    for place in range(length):
        bit = (number >> (127 - place)) & 1
        if place == length - 1:
            tree[node][bit] = ("data", pointer)
        else:
            if tree[node][bit] is None:
                tree.append([None, None])
                tree[node][bit] = len(tree) - 1
            node = tree[node][bit]


def _record(side: Any, count: int) -> bytes:
    number = count if side is None else side if isinstance(side, int) else count + 16 + side[1]
    return struct.pack(">I", number)[1:]


def _encoded(value: Any) -> bytes:
    if isinstance(value, str):
        raw = value.encode()
        return _control(2, len(raw)) + raw
    if isinstance(value, int):
        return _encoded(Number(5, value))
    if isinstance(value, Number):
        raw = value.value.to_bytes(8, "big").lstrip(b"\0")
        return _control(value.kind, len(raw)) + raw
    if isinstance(value, list):
        return _control(11, len(value)) + b"".join(map(_encoded, value))
    return _control(7, len(value)) + b"".join(_encoded(key) + _encoded(one) for key, one in value.items())


def _control(kind: int, size: int) -> bytes:
    assert size < 29, "longer values need another form of the size"
    return bytes([kind << 5 | size]) if kind < 8 else bytes([size, kind - 7])
