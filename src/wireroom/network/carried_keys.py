"""The keys of sources that carry files and mails, declared once."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key

CARRIED = (
    Key(
        "done",
        kinds.one_of(("move", "delete", "keep")),
        "What becomes of a file or mail once the ledger has it: `move` (in a folder to `taken/DATE/`, at a server to"
        " `done_folder`), `delete`, or `keep` (it stays, and is remembered).",
        '"delete"',
        inherits="`move` for folders, `keep` for servers",
    ),
    Key(
        "done_folder",
        kinds.SOME_TEXT,
        "Where a server's files or mails are moved: a folder below the one named, or a mailbox.",
        '"taken"',
        default="taken",
    ),
    Key("files", kinds.PATTERNS, "The names that are wanted; without it, all.", '["*.xml", "text/*.txt"]'),
    Key("subfolders", kinds.FLAG, "Whether folders inside the folder are looked through.", "false", default=True),
    Key(
        "marker",
        kinds.TEXT,
        "The ending of the empty file that a sender adds when another is finished: `a.xml` is taken once `a.xml.ok` or"
        " `a.ok` is there.",
        '".ok"',
        default="",
    ),
    Key(
        "settle",
        kinds.DURATION,
        "How long a file must rest whose format cannot tell whether it is whole.",
        '"10 s"',
        default="2 s",
    ),
    Key(
        "poll",
        kinds.DURATION,
        "How often a folder on a network drive is looked at: such drives tell of no change by themselves.",
        '"5 s"',
        inherits="told by the system, and every 2 s",
    ),
    Key(
        "known_hosts",
        kinds.FILE,
        "The file with the SFTP server's key, as `ssh-keyscan` writes it; `any` trusts whoever answers.",
        '"secrets/known_hosts"',
        inherits="`~/.ssh/known_hosts`",
    ),
    Key(
        "key_file",
        kinds.FILE,
        "The private key to log in with over SFTP; the password, where one is named, opens it.",
        '"secrets/mpa_ed25519"',
    ),
    Key(
        "senders",
        kinds.SENDERS,
        "The addresses that a mail may come from. A filter, and no proof: anybody can write any sender.",
        '["*@mpa.example"]',
    ),
    Key(
        "token_file",
        kinds.FILE,
        "The file with the secret word that a mail must name: see `token_env`.",
        '"secrets/mpa-token"',
    ),
    Key(
        "token_env",
        kinds.VARIABLE,
        "The environment variable with a secret word. Only mails are taken that name it in the address they were"
        " delivered to (`copy+WORD@desk.example`) or in a header `X-Wireroom-Token`.",
        '"MPA_TOKEN"',
    ),
    Key(
        "dkim",
        kinds.SOME_TEXT,
        "The name that your own mail server signs its `Authentication-Results` with: only mails are taken whose sender"
        " it has found to be true (DKIM, or DMARC).",
        '"mx.desk.example"',
    ),
    Key(
        "password_command",
        kinds.COMMAND,
        "A command, with its arguments, that is run in the network's folder before each login to a mailbox; the first"
        ' line that it prints is the password or, with `auth = "bearer"`, the OAuth 2 access token.',
        '["./token.sh", "mpa"]',
    ),
)
