"""The keys of [partners.PARTNER], declared once."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table

PARTNER = Table(
    "[partners.PARTNER]",
    "Partners",
    "One table for each customer of the [read API](api.md): which copy it may have, and what it shows to get it. What"
    " each story holds is what its licence grants the form `api`, and nothing where that says nothing.",
    (
        Key(
            "sites",
            kinds.NAMES,
            "The sites whose stories it may have.",
            '["orbit"]',
            required=True,
        ),
        Key(
            "licences",
            kinds.TEXTS,
            "The licences whose copy may be passed on to it. Where several bind a story, all must stand here.",
            '["mpa"]',
            required=True,
        ),
        Key("token_file", kinds.FILE, "The file with its token, of 20 characters or more.", '"secrets/harbour"'),
        Key("token_env", kinds.VARIABLE, "The environment variable with its token.", '"HARBOUR_TOKEN"'),
        Key("rate", kinds.number(1, 100), "How many requests a second it may make, over time.", "5", default=5),
    ),
)
