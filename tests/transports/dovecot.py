"""A real IMAP server for tests: Debian's dovecot, on folders of the test's own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.transports.faulty import certify
from tests.transports.ftpd import await_port, free_port

DOVECOT = shutil.which("dovecot") or ("/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else None)

_CONF = """\
protocols = imap
base_dir = {work}/run
state_dir = {work}/state
log_path = {work}/log
listen = 127.0.0.1
ssl = required
ssl_cert = <{work}/ca.pem
ssl_key = <{work}/key.pem
mail_location = maildir:{work}/mail/%u
{users}
first_valid_uid = 1
auth_failure_delay = 0
auth_mechanisms = {mechanisms}
{passdb}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={work}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
{more}
"""


@dataclass
class Mailbox:
    """The server of one user, whose mails lie in `mail`."""

    port: int
    work: Path
    uid: int

    @property
    def authority(self) -> Path:
        return self.work / "ca.pem"

    def address(self, mailbox: str = "INBOX") -> str:
        return f"imaps://desk%40example@127.0.0.1:{self.port}/{mailbox}"

    @property
    def mail(self) -> Path:
        return self.work / "mail" / "desk@example"

    def begin(self, validity: int) -> None:
        """Makes an empty mailbox with this UIDVALIDITY; dovecot's own is the second of its making."""
        self.mail.mkdir(parents=True)
        (self.mail / "dovecot-uidlist").write_text(f"3 V{validity} N1\n", encoding="ascii")

    def put(self, name: str, data: bytes, *, folder: str = "", at: int = 0) -> Path:
        """Delivers a mail as a mail server does: written to tmp, moved to new."""
        box = self.mail / folder if folder else self.mail
        for part in ("cur", "new", "tmp"):
            (box / part).mkdir(parents=True, exist_ok=True)
        (box / "tmp" / name).write_bytes(data)
        if at:
            os.utime(box / "tmp" / name, (at, at))
        if os.geteuid() == 0:
            for path in [self.mail, *self.mail.rglob("*")]:
                os.chown(path, self.uid, -1)
        (box / "tmp" / name).rename(box / "new" / name)
        return box / "new" / name

    def there(self, folder: str = "") -> list[str]:
        """The mails in a mailbox, without their flags."""
        box = self.mail / folder if folder else self.mail
        found = [
            path.name.partition(":")[0].partition(",")[0] for part in ("cur", "new") for path in (box / part).glob("*")
        ]
        return sorted(found)


_STATIC = """\
passdb {{
  driver = static
  args = password={password}
}}
"""
_OAUTH = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {file}
}}
"""


@contextmanager
def dovecot(password: str, *, more: str = "", oauth: str = "", mechanisms: str = "plain login") -> Iterator[Mailbox]:
    """Starts it, and ends it. `oauth` is the address of a server that tells whose an access token is."""
    assert DOVECOT is not None
    work = Path(tempfile.mkdtemp(prefix="wireroom-dovecot-"))
    root = os.geteuid() == 0
    who = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())
    work.chmod(0o755)
    (work / "mail").mkdir()
    (work / "home").mkdir()
    certify(work, "127.0.0.1")
    users = "" if root else f"default_internal_user = {who.pw_name}\ndefault_login_user = {who.pw_name}\n"
    if root:
        for name in ("mail", "home"):
            os.chown(work / name, who.pw_uid, who.pw_gid)
    port = free_port()
    conf = work / "dovecot.conf"
    passdb = _STATIC.format(password=password)
    if oauth:
        (work / "oauth").write_text(f"tokeninfo_url = {oauth}\nusername_attribute = email\ntimeout_msecs = 30000\n")
        passdb = _OAUTH.format(file=work / "oauth")
    conf.write_text(
        _CONF.format(
            work=work,
            users=users,
            uid=who.pw_uid,
            gid=who.pw_gid,
            port=port,
            mechanisms=mechanisms,
            passdb=passdb,
            more=more,
        ),
        encoding="utf-8",
    )
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(conf)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        await_port(port, process)
        yield Mailbox(port, work, who.pw_uid)
    finally:
        process.terminate()
        process.communicate(timeout=300)  # it gives those who are there half a minute
        shutil.rmtree(work, ignore_errors=True)
