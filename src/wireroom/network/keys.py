"""Every key of network.toml, declared once: the parser, `check` and the reference page all come from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wireroom.network import kinds
from wireroom.network.kinds import Kind
from wireroom.network.model import DEFAULT_FORMS, Surface


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `default` is written as in the file; `inherits` says in words where an absent value comes from.

    A key with `inner` holds a table (or an array of tables) whose keys are declared there.
    """

    name: str
    kind: Kind | None
    help: str
    example: str
    default: Any = None
    inherits: str = ""
    required: bool = False
    inner: Table | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file: how its header is written, what it is for, and its keys."""

    header: str
    title: str
    help: str
    keys: tuple[Key, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the keys, in the order of the reference page."""
        return tuple(key.name for key in self.keys)


RAIL = Table(
    "[[sites.SITE.rails]]",
    "Rails",
    "A box of live headlines from another list of the network, on every page of the site, in this order.",
    (
        Key("title", kinds.SOME_TEXT, "The words above the headlines.", '"Energy around the clock"', required=True),
        Key("from", kinds.SOME_TEXT, "The list it shows: a site, or `site/section`.", '"energy/grid"', required=True),
        Key("length", kinds.number(1, 50), "How many headlines it shows at most.", "3", default=5),
    ),
)

SITE = Table(
    "[sites.SITE]",
    "Sites",
    "One table a site. SITE is its key: small letters, digits and hyphens, used in rules and in `SITE.localhost`.",
    (
        Key("name", kinds.SOME_TEXT, "The name in the masthead.", '"Orbit Daily"', required=True),
        Key("tagline", kinds.TEXT, "The line below the name.", '"Your Portal To Space"', default=""),
        Key(
            "url",
            kinds.SITE_URL,
            "Where readers find it. Feeds, sitemaps and links between sites are written with it.",
            '"https://orbit.example"',
            required=True,
        ),
        Key("language", kinds.LANGUAGE, "The language of its own words.", '"en"', inherits="the network's"),
        Key("zone", kinds.ZONE, "The time zone of the times on its pages.", '"Europe/Paris"', inherits="the network's"),
        Key("theme", kinds.WORD, "The set of templates.", '"broadsheet"', default="broadsheet"),
        Key("accent", kinds.COLOUR, "The colour that tells the site from its sisters.", '"#0b5394"', default="#8a1c1c"),
        Key("type", kinds.one_of(("serif", "sans", "slab", "mono", "fine")), "The letters.", '"sans"', default="serif"),
        Key("mark", kinds.TEXT, "A sign before the name in the masthead: a letter or two.", '"O"', default=""),
        Key(
            "ad",
            kinds.SLOT,
            "The size of the advertising slot, whose space is kept free while it loads. Empty: no slot.",
            '"728x90"',
            default="",
        ),
        Key(
            "sections",
            None,
            'The sections, each as `key = "Name"`, in the order of the navigation. The key is the first word of the'
            " section's URLs: small letters, digits and hyphens, and none of the words that Wireroom's own URLs begin"
            " with.",
            '{ launch = "Launch Pad" }',
        ),
        Key("rails", None, "The boxes of headlines from other lists.", "", inner=RAIL),
    ),
)

SOURCE = Table(
    "[sources.SOURCE]",
    "Sources",
    "One table an input. SOURCE is its key, used by `wireroom take-in` and in rules (`source:SOURCE`).",
    (
        Key(
            "provider",
            kinds.SOME_TEXT,
            "Whose copy it is, where the copy itself does not say. It must be the provider of the licence.",
            '"MPA"',
            required=True,
        ),
        Key(
            "from",
            kinds.ADDRESS,
            "How the copy comes: a folder (from the network's folder), a web address, or a mailbox or server.",
            '"folder:inbox/mpa"',
            required=True,
        ),
        Key("licence", kinds.SOME_TEXT, "The licence that its copy comes under.", '"mpa"', required=True),
        Key("format", kinds.WORD, "The format, when the bytes shall not be asked.", '"newsml-g2"', default=""),
        Key("zone", kinds.ZONE, "The zone of times in its copy that name none.", '"UTC"', inherits="the network's"),
        Key("language", kinds.LANGUAGE, "The language of copy that names none.", '"en"', inherits="the network's"),
        Key("every", kinds.DURATION, "How often a feed or server is asked.", '"60 s"', default="60 s"),
        Key("password_file", kinds.FILE, "The file whose first line is the password.", '"secrets/mpa"', default=""),
        Key("password_env", kinds.VARIABLE, "The environment variable with the password.", '"MPA_PASSWORD"'),
    ),
)

TERM = Table(
    "[licences.LICENCE.term]",
    "The licence's term",
    "When the contract holds. Outside the term nothing is shown.",
    (
        Key(
            "from",
            kinds.MOMENT,
            "The first moment. A date means its midnight in the network's zone.",
            "2026-01-01",
            required=True,
        ),
        Key(
            "until",
            kinds.END,
            "A date is the last day: copy shows until the midnight that ends it, in the network's zone. A date with a"
            " time is the first moment at which nothing shows any more. Without it the term has no end.",
            "2027-12-31",
        ),
    ),
)

FORMS = Table(
    "[licences.LICENCE.forms]",
    "The licence's forms",
    "How much of a story each surface may carry. `full` is everything, with pictures; `summary(40)` is headline, byline"
    " and the first 40 words of the summary (`summary`: all of it); `headline` is the headline alone; `link` is a link"
    " without a word of the copy; `none` keeps the story off the surface.",
    tuple(
        Key(surface.value, kinds.FORM, f"On this surface: {surface.value}.", '"headline"', default=form.extent.value)
        for surface, form in ((one, DEFAULT_FORMS[one]) for one in Surface)
    ),
)

LICENCE = Table(
    "[licences.LICENCE]",
    "Licences",
    "One table a contract. What it does not grant is not shown: no licence, no show.",
    (
        Key("provider", kinds.SOME_TEXT, "Whose copy it covers.", '"MPA"', required=True),
        Key("term", None, "When it holds.", "{ from = 2026-01-01, until = 2027-12-31 }", required=True, inner=TERM),
        Key("sites", kinds.NAMES, "The sites that may carry the copy.", '["orbit", "shield"]', required=True),
        Key("forms", None, "How much of it goes where.", '{ feed = "headline" }', inner=FORMS),
        Key(
            "display",
            kinds.DURATION,
            "How long a story may be shown, from its release. Without it, as long as the term.",
            '"30 days"',
        ),
        Key("credit", kinds.TEXT, "The credit line; without it, the copy's own.", '"MPA"', default=""),
        Key("notice", kinds.TEXT, "The rights notice beside the copy.", '"© MPA. All rights reserved."', default=""),
        Key("notice_link", kinds.URL, "Where the notice leads.", '"https://mpa.example/terms"'),
        Key(
            "expires",
            kinds.one_of(("hide", "stale")),
            "What the copy's own expiry means: hide it, or it is only no longer news.",
            '"hide"',
            default="hide",
        ),
        Key(
            "cache_max",
            kinds.DURATION,
            "The longest time a shared cache may keep an output with this copy: the time a kill can take to reach it.",
            '"60 s"',
            default="60 s",
        ),
    ),
)

RULE = Table(
    "[[rules]]",
    "Rules",
    "Which copy goes where. Every rule is asked, in this order; copy that several match stands in several places.",
    (
        Key("name", kinds.SOME_TEXT, "What `wireroom why` calls it; no two alike.", '"missile defence"', required=True),
        Key(
            "when",
            kinds.SOME_TEXT,
            "What the copy must match, in Lucene query syntax (see [the fields](rules.md)).",
            "'subject:20000053 OR slugline:missile*'",
            required=True,
        ),
        Key("place", kinds.PLACES, "Where it goes.", '"shield/missiles"', required=True),
    ),
)

NETWORK = Table(
    "",
    "The network",
    "What stands at the head of the file, before the first table.",
    (
        Key("name", kinds.SOME_TEXT, "The name of the whole network.", '"Example Network"', required=True),
        Key("language", kinds.LANGUAGE, "The language where nothing else names one.", '"en"', default="en"),
        Key("zone", kinds.ZONE, "The time zone of dates in this file, and of sites.", '"Europe/Paris"', default="UTC"),
        Key("sites", None, "The sites, at least one.", "", required=True, inner=SITE),
        Key("sources", None, "The inputs.", "", inner=SOURCE),
        Key("licences", None, "The contracts.", "", inner=LICENCE),
        Key("rules", None, "Which copy goes where.", "", inner=RULE),
    ),
)

RESERVED = frozenset(
    {"topic", "archive", "search", "rail", "text", "api", "media", "assets"}
    | {"feed.xml", "atom.xml", "feed.json", "sitemap.xml", "news-sitemap.xml", "robots.txt"}
)
"""First words of Wireroom's own URLs (design: URLs are promises); no section may be called so."""
