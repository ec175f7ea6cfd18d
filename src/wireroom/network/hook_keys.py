"""The keys of [hooks], declared once: for the network, and for a site that wants it otherwise."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table

_KEYS = (
    Key(
        "hub",
        kinds.URL,
        "The WebSub hub that is told of every feed that changed; feeds name it, so that readers subscribe there.",
        '"https://hub.example/"',
    ),
    Key(
        "indexnow",
        kinds.URL,
        "The IndexNow endpoint that is told of every story that is new, changed or gone.",
        '"https://api.indexnow.org/indexnow"',
    ),
    Key(
        "indexnow_key",
        kinds.INDEXNOW_KEY,
        "The key by which IndexNow knows the site. It is no secret: the site shows it at `/indexnow.txt`.",
        '"3f1c9d5e7b2a4c68"',
    ),
    Key(
        "purge",
        kinds.URL,
        "The address that a JSON list of URLs is posted to when a story is killed, held, withheld, corrected or over: a"
        " CDN's, or your own. It is told again until it answers 2xx.",
        '"https://cdn.example/purge"',
    ),
    Key(
        "purge_command",
        kinds.COMMAND,
        "A command, with its arguments, that gets the same JSON on its standard input, in the network's folder. It has"
        " done its work when it ends with 0.",
        '["./purge.sh", "--fast"]',
    ),
    Key("token_file", kinds.FILE, "The file with the bearer token of `purge`.", '"secrets/cdn"'),
    Key("token_env", kinds.VARIABLE, "The environment variable with that token.", '"CDN_TOKEN"'),
    Key("ca_file", kinds.FILE, "The certificate (PEM) of an authority of your own.", '"secrets/ca.pem"'),
    Key("allow_private", kinds.FLAG, "Whether these servers may be in a private network.", "true"),
    Key(
        "ask_public",
        kinds.FLAG,
        "Whether a takedown receipt asks the site's public address (`url`) too, as readers do, through every cache.",
        "true",
    ),
    Key(
        "exports",
        kinds.TEXTS,
        "The folders of `wireroom publish` that a takedown receipt looks into, from the network's folder.",
        '["public"]',
    ),
)

HOOKS = Table(
    "[hooks]",
    "Hooks",
    "Who is told, outside of the network, that pages changed or are gone. Nothing here is needed for a kill to land on"
    " these servers; it is for caches and engines that keep copies. What cannot be delivered is tried again, over"
    " restarts too; `wireroom doctor` tells of it.",
    _KEYS,
)
SITE_HOOKS = Table(
    "[sites.SITE.hooks]",
    "The site's hooks",
    "What of the network's hooks is otherwise for this site; a key that is not here is the network's.",
    _KEYS,
)
