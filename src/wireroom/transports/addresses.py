"""Which addresses a fetch may connect to: public ones, unless the owner says otherwise for a source."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# What is not for the open internet, by IANA's special-purpose registries (RFC 6890): this network, private, shared
# (CGNAT), loopback, link-local, protocol assignments, documentation, 6to4 relays, benchmarks, multicast, reserved.
_NO_IPV4 = tuple(
    ip_network(one)
    for one in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/3"),
    )
)
# Of IPv6 only the global unicast block is open at all (RFC 4291 §2.4), which leaves out ::, ::1, fc00::/7, fe80::/10,
# ff00::/8 and every form that carries an IPv4 address in front (::ffff:0:0/96, 64:ff9b::/96). Inside it stand Teredo
# and other protocol assignments, documentation and 6to4, which lead to an IPv4 address as well.
_IPV6 = ip_network("2000::/3")
_NO_IPV6 = tuple(ip_network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


def is_public(address: str) -> bool:
    """Whether this numeric address is one of the open internet; False for what is no address."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _NO_IPV4)
    return parsed in _IPV6 and not any(parsed in network for network in _NO_IPV6)
