"""Every key of a licence, declared once."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table
from wireroom.network.licence import CASCADE, DEFAULT_FORMS, SURFACES, After, Surface

_ALL = sorted(surface.value for surface in SURFACES)


_NONE_YET = "Wireroom has none yet; the word stands for what the contract says."
_SURFACES = {
    Surface.PAGE: "The story's own page, also in the text edition.",
    Surface.LIST: "Fronts, sections, topics, related headlines, the archive by date.",
    Surface.RAIL: "Rails, on the pages of this site and of its sisters.",
    Surface.SEARCH: "What a search finds, and saved searches.",
    Surface.SUGGEST: f"Words offered while a reader types. {_NONE_YET}",
    Surface.FEED: "RSS, Atom and JSON Feed.",
    Surface.SITEMAP: "Sitemaps, with headlines in the news sitemap.",
    Surface.SOCIAL_CARD: "What other services show of a link to the story: Open Graph and oEmbed.",
    Surface.JSON_LD: "What search engines are told: the structured data of pages.",
    Surface.API: "The [read API](api.md) for partners.",
    Surface.NEWSLETTER: f"Letters by mail. {_NONE_YET}",
    Surface.PUSH: f"Messages to readers' devices. {_NONE_YET}",
    Surface.EXPORT: f"Whole files of copy for others; what `wireroom publish` writes are pages. {_NONE_YET}",
    Surface.ARCHIVE: f"A collection of copy apart from the pages. {_NONE_YET}",
}


def _of(key: str) -> str:
    return f"[licences.LICENCE.{key}]"


TERM = Table(
    _of("term"),
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
        Key(
            "wind_down",
            kinds.SPAN,
            "How long after the end its bytes may still be held; then they are erased.",
            '"30 days"',
            default="0 s",
        ),
    ),
)

MATCH = Table(
    _of("match"),
    "What the licence covers",
    "Which copy of the provider comes under it: by product and by kind. Without it, all copy of the sources that name"
    " the licence. A licence with `match` covers the provider's copy from every source. Of several that cover a story,"
    " those that name its product or its kind bind, else all; where several bind, the narrowest term of each counts.",
    (
        Key("services", kinds.TEXTS, "The products or services, as the copy names them.", '["sport", "eca"]'),
        Key(
            "kinds",
            kinds.words(("text", "picture", "graphic", "video", "audio")),
            "The kinds of item. A story's pictures need a licence of their own kind.",
            '["text", "graphic"]',
        ),
    ),
)

FORMS = Table(
    _of("forms"),
    "The licence's forms",
    "How much of a story each surface may carry. `full` is everything, with pictures; `summary(40)` is headline, byline"
    " and the first 40 words of the summary (`summary`: all of it); `headline` is the headline alone; `link` is a link"
    " without a word of the copy; `none` keeps the story off the surface.",
    tuple(
        Key(surface.value, kinds.FORM, _SURFACES[surface], '"headline"', default=form.extent.value)
        for surface, form in ((one, DEFAULT_FORMS[one]) for one in Surface)
    ),
)

TERRITORY = Table(
    _of("territory"),
    "The licence's territory",
    "Where it may be read, by the country of the reader's address. A limited story stands on its own page alone, and"
    " answers 451 elsewhere: fronts, lists, rails, feeds, sitemaps and exports cannot know who reads them.",
    (
        Key("allow", kinds.COUNTRIES, "The countries that may read it. Without it, all.", '["IT", "SM", "VA"]'),
        Key("deny", kinds.COUNTRIES, "The countries that may not.", '["TR"]'),
        Key(
            "unknown",
            kinds.one_of(("deny", "allow")),
            "Whether a reader whose country is unknown may read it.",
            '"deny"',
            default="deny",
        ),
    ),
)

CREDIT = Table(
    _of("credit"),
    "The credit",
    'The credit line that stands wherever the copy does. `credit = "MPA"` is short for its text.',
    (
        Key(
            "text", kinds.TEXT, "The words. Without them, the copy's own, or the provider's name.", '"MPA"', default=""
        ),
        Key("places", kinds.words(_ALL), "The surfaces that need it.", '["page", "feed"]', inherits="all"),
        Key("keep_dateline", kinds.FLAG, "Whether the dateline must stay.", "true", default=True),
        Key("keep_byline", kinds.FLAG, "Whether the byline must stay.", "true", default=True),
        Key("logo", kinds.URL, "Its logo, told to machines (JSON-LD).", '"https://mpa.example/logo.png"'),
        Key("link", kinds.URL, "Where the credit on the story's page leads.", '"https://mpa.example/"'),
    ),
    short="text",
)

NOTICE = Table(
    _of("notice"),
    "The notice",
    'The rights notice beside the copy. `notice = "© MPA."` is short for its text.',
    (
        Key("text", kinds.TEXT, "The words.", '"© MPA. All rights reserved."', default=""),
        Key("link", kinds.URL, "Where it leads.", '"https://mpa.example/terms"'),
        Key("places", kinds.words(_ALL), "The surfaces that need it.", '["page", "feed"]', inherits="all"),
    ),
    short="text",
)

ALTER = Table(
    _of("alter"),
    "What may be altered",
    "What the desk and Wireroom may change.",
    (
        Key("headline", kinds.FLAG, "Whether the desk's headline may stand for the wire's.", "false", default=True),
        Key(
            "shorten",
            kinds.FLAG,
            "Whether a summary may be cut. If not, a surface that may carry fewer words than it has gets the headline.",
            "false",
            default=True,
        ),
        Key("translate", kinds.FLAG, "Whether it may be translated.", "true", default=False),
        Key("combine", kinds.FLAG, "Whether it may be combined with other copy.", "true", default=False),
    ),
)

EMBARGO = Table(
    _of("embargo"),
    "How embargoes are read",
    "What the provider means by an embargo. One whose time cannot be read holds the story until a person releases it.",
    (
        Key(
            "absent",
            kinds.one_of(("lifts", "keeps")),
            "What a newer version without an embargo does to an earlier one: `lifts` it, in formats that can say so"
            " (feeds and text formats cannot: there it stays), or `keeps` it in every format.",
            '"keeps"',
            default="lifts",
        ),
        Key("margin", kinds.SPAN, "How long after its time an embargo is still kept.", '"30 s"', default="0 s"),
        Key(
            "unparsable",
            kinds.one_of(("withhold",)),
            "What happens to a story whose embargo cannot be understood: it is withheld. There is no other value.",
            '"withhold"',
            default="withhold",
        ),
    ),
)

KILL = Table(
    _of("kill"),
    "Kills",
    "What the contract says of kills.",
    (
        Key(
            "deadline",
            kinds.DURATION,
            "How fast a kill must have landed everywhere. No shared cache keeps the copy for longer.",
            '"60 s"',
            default="60 s",
        ),
        Key(
            "show",
            kinds.one_of(("notice", "gone")),
            "What stands at the URL: a conspicuous notice of the kill, or only that the story is no longer there.",
            '"notice"',
            default="notice",
        ),
        Key(
            "cascade",
            kinds.words(sorted(CASCADE)),
            "What dies with the story, of what was made from it.",
            '["pictures", "translations"]',
            inherits="all",
        ),
    ),
)

CORRECTION = Table(
    _of("correction"),
    "Corrections",
    "What readers are told of corrections.",
    (
        Key("notice", kinds.FLAG, "Whether the story says that it was corrected.", "true", default=True),
        Key(
            "history",
            kinds.one_of(("desk", "public")),
            "Who sees when each version came: the desk alone, or readers too.",
            '"desk"',
            default="desk",
        ),
    ),
)

LINK = Table(
    _of("link"),
    "Links",
    "What links to and in the copy may do.",
    (
        Key(
            "headline_to_full",
            kinds.FLAG,
            "Whether a headline must lead to the story: then none shows where the story has no page.",
            "true",
            default=True,
        ),
        Key("nofollow", kinds.FLAG, "Whether links in the copy say `nofollow`.", "true", default=True),
        Key("out_of_network", kinds.FLAG, "Whether links in the copy may leave the network.", "true", default=True),
    ),
)

TDM = Table(
    _of("tdm"),
    "Text and data mining",
    "The reservation of rights that machines read (EU directive 2019/790, art. 4(3)): TDMRep headers, meta elements and"
    " `/.well-known/tdmrep.json`, robots.txt and RSL.",
    (
        Key("reserve", kinds.FLAG, "Whether mining is reserved.", "true", default=True),
        Key("policy", kinds.URL, "Where the terms are.", '"https://mpa.example/tdm.json"'),
    ),
)

LICENCE = Table(
    "[licences.LICENCE]",
    "Licences",
    "One table a contract. What it does not grant is not shown: no licence, no show.",
    (
        Key("provider", kinds.SOME_TEXT, "Whose copy it covers.", '"MPA"', required=True),
        Key("match", None, "Which copy of the provider.", '{ services = ["sport"] }', inner=MATCH),
        Key("basis", kinds.BASIS, "What the right rests on.", '"contract"', default="contract"),
        Key("term", None, "When it holds.", "{ from = 2026-01-01, until = 2027-12-31 }", required=True, inner=TERM),
        Key("sites", kinds.NAMES, "The sites that may carry the copy.", '["orbit", "shield"]', required=True),
        Key("forms", None, "How much of it goes where.", '{ feed = "headline" }', inner=FORMS),
        Key(
            "display",
            kinds.DURATION,
            "How long a story may be shown, from its release. Without it, as long as the term.",
            '"30 days"',
        ),
        Key(
            "after",
            kinds.one_of(tuple(one.value for one in After)),
            "What stands at its URL when that time is over: nothing (`gone`), a notice with whose story it was and when"
            " (`tombstone`), or the headline.",
            '"gone"',
            default="gone",
        ),
        Key(
            "retain", kinds.DURATION, "How long its bytes may be held, from receipt; then they are erased.", '"90 days"'
        ),
        Key(
            "archive_after",
            kinds.DURATION,
            "From which age on copy counts as archive: then copy that forbids archival use is hidden.",
            '"1 day"',
            default="1 day",
        ),
        Key("territory", None, "Where it may be read.", '{ deny = ["TR"] }', inner=TERRITORY),
        Key("credit", None, "The credit that stands with it.", '"MPA"', inner=CREDIT),
        Key("notice", None, "The rights notice that stands with it.", '"© MPA."', inner=NOTICE),
        Key("alter", None, "What may be changed.", "{ headline = false }", inner=ALTER),
        Key("embargo", None, "How embargoes are read.", '{ margin = "30 s" }', inner=EMBARGO),
        Key(
            "expires",
            kinds.one_of(("hide", "stale")),
            "What the copy's own expiry means: hide it, or it is only no longer news.",
            '"hide"',
            default="hide",
        ),
        Key("kill", None, "What the contract says of kills.", '{ deadline = "30 s" }', inner=KILL),
        Key("correction", None, "What readers are told of corrections.", '{ history = "public" }', inner=CORRECTION),
        Key("link", None, "What links may do.", "{ out_of_network = false }", inner=LINK),
        Key(
            "cache_max",
            kinds.DURATION,
            "The longest time a shared cache may keep an output with this copy: the time a kill can take to reach it.",
            '"60 s"',
            default="60 s",
        ),
        Key("tdm", None, "What machines may mine.", '{ policy = "https://mpa.example/tdm.json" }', inner=TDM),
        Key("robots", kinds.ROBOTS, "Directives for search engines on the story's page.", '["noarchive"]'),
        Key(
            "ads",
            kinds.FLAG,
            "Whether advertising may stand on the page of a story that comes under it, or shows a picture that does.",
            "false",
            default=True,
        ),
    ),
)
