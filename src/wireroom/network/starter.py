"""The files of a new network folder: a small network that runs as it stands, with the reasons beside it."""

from __future__ import annotations

import json
import re
import unicodedata

_NETWORK = """\
# {name}: the whole network in one file. After a change: wireroom check
# Every key is explained in docs/reference/network.md.

name = {quoted}
language = "en"
zone = "UTC"                     # dates in this file, and times on pages where a site names no zone

# --- Sites: what readers see. Locally each is at http://SITE.localhost:8080/ and http://localhost:8080/@SITE/

[sites.{key}]
name = {quoted}
tagline = "News as it comes in"
url = "https://{key}.example"
accent = "#8a1c1c"
type = "serif"

[sites.{key}.sections]           # the order here is the order of the navigation
world = "World"
business = "Business"

[[sites.{key}.rails]]            # live headlines from a sister site, on every page
title = "Science"
from = "science"
length = 3

[sites.science]
name = "{plain} Science"
tagline = "What was found out"
url = "https://science.{key}.example"
accent = "#0b5394"
type = "sans"

[[sites.science.rails]]
title = "Business"
from = "{key}/business"
length = 3

# --- Sources: where copy comes in. Drop files into inbox/wire and they are taken in.

[sources.wire]
provider = "Example Wire"        # whose copy it is, where the copy does not say
from = "folder:inbox/wire"
licence = "wire"
# password_file = "secrets/wire" # passwords are named here, never written here

# --- Licences: what the contract allows. What is not granted is not shown.

[licences.wire]
provider = "Example Wire"
term = {{ from = 2020-01-01 }}     # until = 2030-12-31 is the last day that shows
sites = ["{key}", "science"]
forms = {{ list = "summary(40)", feed = "headline" }}
credit = "Example Wire"
notice = "Copy of Example Wire. All rights reserved."
# display = "30 days"            # how long a story may be shown

# --- Rules: which copy goes where. Lucene query syntax; every rule is asked.

[[rules]]
name = "business"
when = "subject:04000000 OR slugline:(business OR markets)"
place = "{key}/business"

[[rules]]
name = "science"
when = "subject:13000000 OR slugline:(science OR space)"
place = "science"

[[rules]]
name = "everything else"
when = "NOT subject:04000000"
place = "{key}/world"
"""

_INBOX = """\
Copy dropped into a folder in here is taken in by the source that names the folder (`from = "folder:inbox/wire"`).

Write under another name first (`.part`, or a name that begins with a dot) and rename when the file is whole.
Every format that `wireroom read` knows is recognised from the bytes.
What cannot be read goes to `quarantine/` with the reason; nothing is lost.
"""

_IGNORE = """\
# What Wireroom writes, and what nobody should publish.
/ledger.sqlite*
/search.sqlite*
/vault/
/public/
/quarantine/
/renditions/
/state/
/secrets/
/inbox/*/*
"""


def scaffold(name: str) -> dict[str, str]:
    """The files of a new network folder, by path. The network file passes `check` as it is."""
    title = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", name).split()) or "My Network"
    quoted = json.dumps(title, ensure_ascii=False)
    return {
        "network.toml": _NETWORK.format(name=title, quoted=quoted, plain=quoted[1:-1], key=_key(title)),
        "inbox/README.md": _INBOX,
        "inbox/wire/.keep": "",
        ".gitignore": _IGNORE,
    }


def _key(title: str) -> str:
    """A site key of the title's first letters and digits; never the sister's, and always one that can be a host."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30].strip("-")
    return key if key and key != "science" else "front"
