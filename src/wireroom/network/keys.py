"""Every key of network.toml, declared once: the parser, `check` and the reference page all come from here."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.alert_keys import ALERTS
from wireroom.network.carried_keys import CARRIED
from wireroom.network.declared import Key, Table
from wireroom.network.hook_keys import HOOKS, SITE_HOOKS
from wireroom.network.licence_keys import LICENCE
from wireroom.network.look_keys import LOOK
from wireroom.network.partner_keys import PARTNER
from wireroom.network.publisher_keys import PUBLISHER, SITE_PUBLISHER
from wireroom.network.search_keys import SEARCH
from wireroom.network.server_keys import ACCESS_LOG, ADMIN
from wireroom.network.slot_keys import SLOT

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
            "about",
            kinds.TEXT,
            "What the page about the site says of it, before all that Wireroom knows. Empty lines part paragraphs.",
            '"Orbit Daily follows everything that leaves the ground."',
            default="",
        ),
        Key(
            "url",
            kinds.SITE_URL,
            "Where readers find it. Feeds, sitemaps and links between sites are written with it.",
            '"https://orbit.example"',
            required=True,
        ),
        Key("language", kinds.LANGUAGE, "The language of its own words.", '"en"', inherits="the network's"),
        Key(
            "edition_of",
            kinds.SOME_TEXT,
            "The site that this one is in another language: search engines hear of both fronts (`hreflang`). Of stories"
            " they hear where the wire sends them as translations.",
            '"orbit"',
        ),
        Key("zone", kinds.ZONE, "The time zone of the times on its pages.", '"Europe/Paris"', inherits="the network's"),
        *LOOK,
        Key(
            "sections",
            None,
            'The sections, each as `key = "Name"`, in the order of the navigation. The key is the first word of the'
            " section's URLs: small letters, digits and hyphens, and none of the words that Wireroom's own URLs begin"
            " with.",
            '{ launch = "Launch Pad" }',
        ),
        Key("rails", None, "The boxes of headlines from other lists.", "", inner=RAIL),
        Key("slots", None, "The places for advertising.", "", inner=SLOT),
        Key("searches", None, "Searches with an address of their own, and feeds.", "", inner=SEARCH),
        Key("hooks", None, "Who is told that its pages changed.", "", inner=SITE_HOOKS),
        Key("publisher", None, "Who publishes it.", "", inner=SITE_PUBLISHER),
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
            "How the copy comes: a folder (from the network's folder), a web address, a mailbox or server, or `push:`"
            " when it is sent to `/inbox/SOURCE` here. A web address is asked at port 80 or 443, or the one it names.",
            '"folder:inbox/mpa"',
            required=True,
        ),
        Key("licence", kinds.SOME_TEXT, "The licence that its copy comes under.", '"mpa"', required=True),
        Key("format", kinds.WORD, "The format, when the bytes shall not be asked.", '"newsml-g2"', default=""),
        Key("zone", kinds.ZONE, "The zone of times in its copy that name none.", '"UTC"', inherits="the network's"),
        Key("language", kinds.LANGUAGE, "The language of copy that names none.", '"en"', inherits="the network's"),
        Key(
            "every",
            kinds.DURATION,
            "How often a feed or server is asked; a quiet feed is asked less often, by its own rhythm.",
            '"60 s"',
            default="60 s",
        ),
        Key(
            "slowest",
            kinds.DURATION,
            "How long a quiet feed is left alone at most; a feed that a WebSub hub pushes is asked no more than this.",
            '"1 hour"',
            default="15 minutes",
        ),
        Key("password_file", kinds.FILE, "The file whose first line is the password.", '"secrets/mpa"', default=""),
        Key("password_env", kinds.VARIABLE, "The environment variable with the password.", '"MPA_PASSWORD"'),
        Key(
            "auth",
            kinds.AUTH,
            "How the password is sent over HTTP: `basic` (the user stands in `from`, before the @), `bearer`,"
            " `header:NAME` or `query:NAME`. To a mailbox, `bearer` sends an OAuth 2 access token."
            " Of a `push:` source, how senders prove themselves: `bearer`, or `hmac` (a"
            " signature of time and body, as in Standard Webhooks).",
            '"header:x-api-key"',
            inherits='`"basic"` where `from` names a user',
        ),
        Key(
            "follow",
            kinds.one_of(("link", "ap", "wireq")),
            "How an API goes on from page to page: `link` (a `next` link in a header or in the page), `ap` (the AP"
            " Media API's feed), `wireq` (dpa's queue: what was taken in is acknowledged).",
            '"ap"',
        ),
        Key(
            "websub",
            kinds.FLAG,
            "Whether a feed that names a WebSub hub is subscribed to there; this needs the network's `inbox`.",
            "false",
            default=True,
        ),
        Key(
            "allow_private",
            kinds.FLAG,
            "Whether `from`, and what it leads to, may be in a private network or on this machine.",
            "true",
            default=False,
        ),
        Key(
            "pictures",
            kinds.HOSTS,
            "Hosts from which pictures are fetched that copy of a web address links to; from its own host they are in"
            " any case, and from others never.",
            '["pictures.mpa.example"]',
        ),
        Key(
            "ca_file",
            kinds.FILE,
            "The certificate (PEM) of an authority of your own that vouches for the server, from the network's folder.",
            '"secrets/mpa-ca.pem"',
            default="",
        ),
        *CARRIED,
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
        Key(
            "inbox",
            kinds.SITE_URL,
            "The root at which others reach this server's `/inbox/`: WebSub hubs are told to push copy there. Without"
            " it no feed is subscribed to.",
            '"https://wire.example"',
        ),
        Key(
            "countries",
            kinds.FILE,
            "The database that tells the country of a reader's address: a file in MaxMind's format, from the network's"
            " folder. Without it every address is unknown.",
            '"geo/country.mmdb"',
        ),
        Key(
            "proxies",
            kinds.ADDRESSES,
            "The addresses of your own proxies and of your CDN: they alone are believed when they name a reader's"
            " address (`X-Forwarded-For`).",
            '["127.0.0.1", "10.0.0.0/8"]',
        ),
        ADMIN,
        Key("sites", None, "The sites, at least one.", "", required=True, inner=SITE),
        Key("sources", None, "The inputs.", "", inner=SOURCE),
        Key("licences", None, "The contracts.", "", inner=LICENCE),
        Key("rules", None, "Which copy goes where.", "", inner=RULE),
        Key("alerts", None, "Who is told when something goes wrong.", "", inner=ALERTS),
        Key("hooks", None, "Who is told that pages changed or are gone.", "", inner=HOOKS),
        Key("publisher", None, "Who stands behind the sites.", "", inner=PUBLISHER),
        Key("partners", None, "The customers of the read API.", "", inner=PARTNER),
        Key("access_log", None, "What is written down of readers.", "", inner=ACCESS_LOG),
    ),
)

RESERVED = frozenset(
    {"topic", "place", "agency", "author", "archive", "search", "rail", "text", "api", "media", "assets", "inbox"}
    | {"about", "rights", "corrections", "ad"}
    | {"feed.xml", "atom.xml", "feed.json", "sitemap.xml", "news-sitemap.xml"}
    | {"robots.txt", "license.xml", "indexnow.txt", "ads.txt", "app-ads.txt", "trust.txt"}
    | {"oembed", "favicon.svg", "manifest.webmanifest"}
)
"""First words of Wireroom's own URLs (design: URLs are promises); no section may be called so."""
