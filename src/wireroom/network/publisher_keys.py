"""The keys of [publisher], declared once: for the network, and for a site that is published otherwise."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table

_KEYS = (
    Key("name", kinds.SOME_TEXT, "Who publishes the sites: the name of the company or person.", '"Lindholm Media"'),
    Key(
        "url",
        kinds.URL,
        "The publisher's own address. In trust.txt it controls the sites; where it is the address of one of them, that"
        " one controls the others. ads.txt names its domain as the owner.",
        '"https://lindholm.example"',
    ),
    Key("logo", kinds.URL, "The publisher's logo.", '"https://lindholm.example/logo.png"'),
    Key("email", kinds.EMAIL, "Where readers write to.", '"desk@orbit.example"'),
    Key("principles", kinds.URL, "The page with the editorial principles.", '"https://lindholm.example/principles"'),
    Key("corrections", kinds.URL, "The page that says how mistakes are corrected.", '"https://lindholm.example/fix"'),
    Key("ethics", kinds.URL, "The page with the rules of conduct.", '"https://lindholm.example/ethics"'),
    Key("ownership", kinds.URL, "The page that says who owns and pays for it.", '"https://lindholm.example/owners"'),
    Key("masthead", kinds.URL, "The page with the names of those responsible.", '"https://lindholm.example/people"'),
    Key("feedback", kinds.URL, "The page that says how to answer back.", '"https://lindholm.example/contact"'),
    Key(
        "unsigned",
        kinds.URL,
        "The page that says why stories may have no byline, as much of a wire has none.",
        '"https://lindholm.example/unsigned"',
    ),
    Key("unnamed", kinds.URL, "The page with the rules for unnamed sources.", '"https://lindholm.example/sources"'),
    Key("verification", kinds.URL, "The page that says how facts are checked.", '"https://lindholm.example/facts"'),
    Key("coverage", kinds.URL, "The page with the mission and what is covered.", '"https://lindholm.example/mission"'),
    Key("social", kinds.URLS, "Its accounts elsewhere.", '["https://social.example/@orbit"]'),
    Key("member", kinds.URLS, "Associations that it is a member of, for trust.txt.", '["https://press.example/"]'),
    Key(
        "security",
        kinds.CONTACTS,
        "Where holes are reported, the best way first. Without it there is no security.txt.",
        '["mailto:security@lindholm.example"]',
    ),
    Key(
        "security_policy",
        kinds.URL,
        "The page that says how reports are handled.",
        '"https://lindholm.example/security"',
    ),
    Key(
        "ads",
        kinds.ADS,
        "The lines of ads.txt: who may sell the sites' advertising. Without it there is no ads.txt.",
        '["ads.example, 12345, DIRECT, f08c47fec0942fa0"]',
    ),
    Key("app_ads", kinds.ADS, "The lines of app-ads.txt.", '["ads.example, 12345, RESELLER"]'),
)

PUBLISHER = Table(
    "[publisher]",
    "The publisher",
    "Who stands behind the sites, as machines ask for it: in the structured data of every story,"
    " `/.well-known/publisher-info.html`, `/.well-known/trust.txt`, `/.well-known/security.txt` and `/ads.txt`.",
    _KEYS,
)
SITE_PUBLISHER = Table(
    "[sites.SITE.publisher]",
    "The site's publisher",
    "What of the publisher is otherwise for this site; a key that is not here is the network's.",
    _KEYS,
)
