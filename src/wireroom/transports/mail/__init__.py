"""Copy that comes by mail: from a mailbox over IMAP, or from a maildir on this machine."""

from __future__ import annotations

from pathlib import Path

from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.mail.gate import Gate
from wireroom.transports.model import Transport
from wireroom.transports.secret import secret_of

__all__ = ["Gate", "open_mail"]


def open_mail(source: Source, home: Path, hint: Hint) -> Transport:
    """The transport of an `imaps:` or `maildir:` source; connects to nobody yet. Raises TransportError."""
    named = source.mail

    def token() -> str:
        return secret_of(named.token_file, named.token_env, home, f"sources.{source.key}")

    gate = Gate(named.senders, token, named.dkim)
    if source.address.startswith("maildir:"):
        from wireroom.transports.mail.maildir import Maildir

        return Maildir(source, home, hint, gate)
    from wireroom.transports.mail.imap import Imap

    return Imap(source, home, hint, gate)
