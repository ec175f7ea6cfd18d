"""The keys of the live server, declared once."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table

ACCESS_LOG = Table(
    "[access_log]",
    "The access log",
    "What the live server writes down of its readers: one line for each answer, or nothing at all.",
    (
        Key(
            "to",
            kinds.FILE,
            'The file, from the network\'s folder, or `"-"` for standard output. It may be moved away at any time: a'
            " new one is begun within a second. Read when the server starts; the other keys may change while it runs.",
            '"access.log"',
        ),
        Key(
            "format",
            kinds.one_of(("combined", "vhost_combined", "json")),
            "How a line is written: as Apache and nginx do, the same behind the host's name, or as a JSON object.",
            '"json"',
            default="combined",
        ),
        Key(
            "addresses",
            kinds.one_of(("short", "full", "none")),
            "How much of a reader's address is kept: without the part that tells one household from the next (the first"
            " 24 bits of IPv4, 48 of IPv6), the whole, or nothing.",
            '"none"',
            default="short",
        ),
    ),
)

ADMIN = Key(
    "admin",
    kinds.LISTEN,
    "Where `/healthz` and `/metrics` are served, and nothing else. Without it they are on the server's own port, for"
    " programs on this machine alone that ask by a name such as `localhost`. Read when the server starts.",
    '"127.0.0.1:9180"',
)
