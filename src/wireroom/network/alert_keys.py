"""The keys of [alerts], declared once."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table

ALERTS = Table(
    "[alerts]",
    "Alerts",
    "Who is told when a source fails or falls silent, a kill finds no story, copy is held for the desk, or a file"
    " cannot be read. One message for each trouble, and one when it is over; `wireroom doctor` tells the same at any"
    " time.",
    (
        Key("webhook", kinds.URL, "The address that a JSON message is posted to.", '"https://chat.example/hook"'),
        Key("ntfy", kinds.URL, "The topic of an ntfy server.", '"https://ntfy.example/wire-desk"'),
        Key("email", kinds.MAILTO, "Whom to mail.", '["desk@orbit.example"]'),
        Key("email_from", kinds.SOME_TEXT, "The sender of these mails.", '"wireroom@orbit.example"'),
        Key(
            "smtp",
            kinds.SMTP,
            "The mail server: `smtps://` speaks TLS from the beginning, `smtp://` must offer it (STARTTLS) unless the"
            " server is this machine.",
            '"smtps://wire@mail.example"',
            default="smtp://localhost",
        ),
        Key("token_file", kinds.FILE, "The file with the bearer token of webhook and ntfy.", '"secrets/hook"'),
        Key("token_env", kinds.VARIABLE, "The environment variable with that token.", '"HOOK_TOKEN"'),
        Key("password_file", kinds.FILE, "The file with the mail server's password.", '"secrets/smtp"'),
        Key("password_env", kinds.VARIABLE, "The environment variable with that password.", '"SMTP_PASSWORD"'),
        Key("ca_file", kinds.FILE, "The certificate (PEM) of an authority of your own.", '"secrets/ca.pem"'),
        Key("allow_private", kinds.FLAG, "Whether these servers may be in a private network.", "true", default=False),
        Key("every", kinds.DURATION, "The shortest time between two messages.", '"15 minutes"', default="5 minutes"),
    ),
)
