"""Whole pieces of a network file for the reference page: what `network.toml` holds for the usual cases.

Each is checked by a test, in a network that has the sites `orbit` and `shield` and a licence `mpa`.
"""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "[sites.SITE]": """\
[sites.current]
name = "Current"
tagline = "Power, fuel and the grid"
url = "https://current.example"
theme = "magazine"
accent = "#b45309"

[sites.current.sections]
grid = "The Grid"
oil = "Oil & Gas"

[[sites.current.rails]]
title = "From orbit"
from = "orbit"
length = 3
""",
    "[sites.SITE.slots.SLOT]": """\
[sites.orbit.slots.top]
where = "story-top"
sizes = { phone = "320x100", tablet = "728x90" }
snippet = "ads/top.html"
csp = { script = ["https://ads.example"], img = ["https://ads.example"] }
""",
    "[sources.SOURCE]": """\
[sources.dropped]                    # files that somebody, or an FTP server of yours, puts into a folder
provider = "MPA"
from = "folder:inbox/mpa"
licence = "mpa"

[sources.feed]                       # RSS, Atom or JSON Feed
provider = "MPA"
from = "https://mpa.example/feed.xml"
licence = "mpa"
every = "2 minutes"

[sources.interface]                  # an API that pages, with a key in a header
provider = "MPA"
from = "https://api.mpa.example/stories"
licence = "mpa"
auth = "header:x-api-key"
password_env = "MPA_KEY"
follow = "link"

[sources.pushed]                     # copy that is sent to /inbox/pushed
provider = "MPA"
from = "push:"
licence = "mpa"
auth = "bearer"
password_file = "secrets/pushed"

[sources.fetched]                    # an agency's SFTP server
provider = "MPA"
from = "sftp://orbit@wire.mpa.example/outgoing"
licence = "mpa"
key_file = "secrets/mpa_ed25519"
known_hosts = "secrets/known_hosts"

[sources.mailed]                     # a mailbox
provider = "MPA"
from = "imaps://desk@mail.example/INBOX"
licence = "mpa"
password_file = "secrets/mail"
senders = ["*@mpa.example"]
done = "move"
""",
    "[licences.LICENCE]": """\
[licences.boreale]
provider = "Agence Boréale"
term = { from = 2026-01-01, until = 2027-12-31 }
sites = ["orbit", "shield"]
forms = { list = "summary(40)", feed = "headline", social-card = "headline", json-ld = "headline" }
display = "30 days"                  # from a story's release
after = "tombstone"
territory = { deny = ["TR"] }
credit = "Agence Boréale"
notice = { text = "© Agence Boréale. All rights reserved.", link = "https://boreale.example/terms" }
alter = { headline = false }
kill = { deadline = "30 s" }
cache_max = "30 s"
retain = "90 days"
""",
    "[[rules]]": """\
[[rules]]
name = "missile defence"
when = 'subject:20000053 OR slugline:missile* OR text:"missile defence"'
place = "shield/missiles"

[[rules]]
name = "launches, on two sites"
when = "slugline:(launch OR rocket) AND NOT urgency:[7 TO 9]"
place = ["orbit/launch", "shield"]

[[rules]]
name = "everything else"
when = "*"
place = "orbit"
""",
    "[alerts]": """\
[alerts]
email = ["desk@orbit.example"]
email_from = "wireroom@orbit.example"
smtp = "smtps://wire@mail.example"
password_file = "secrets/smtp"
""",
    "[hooks]": """\
[hooks]
purge = "https://cdn.example/purge"
token_file = "secrets/cdn"
indexnow = "https://api.indexnow.org/indexnow"
indexnow_key = "3f1c9d5e7b2a4c68"
""",
    "[partners.PARTNER]": """\
[partners.harbour]
sites = ["orbit"]
licences = ["mpa"]
token_file = "secrets/harbour"
""",
}
"""By the header of the table that each shows."""
