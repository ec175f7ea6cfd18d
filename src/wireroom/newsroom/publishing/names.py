"""Which file a page is: its path on the web, decoded, in the folder of its site."""

from __future__ import annotations

from urllib.parse import unquote

LONGEST = 255 - len(".html.br")  # bytes of a file's name, with what may stand behind it

NOTICES = "_{status}"
"""The folder of a site for notices that stand at stories' addresses, by the status that goes with them."""


def file_of(site: str, path: str, media_type: str, suffix: str) -> str:
    """The file of the page at this path (percent-encoded); "" when no file can have its name."""
    parts = unquote(path + ("index" if path.endswith("/") else "")).strip("/").split("/")
    if any(part in (".", "..") or "\x00" in part or len(part.encode()) > LONGEST for part in parts):
        return ""
    if parts[-1].endswith(".html"):
        suffix = ""
    elif path.endswith("/") or path == "/404":
        suffix = ".html"  # as every server and store calls them
    return "/".join((site, *parts)) + (suffix if media_type.startswith("text/html") else "")


def notice_of(site: str, id: str, status: int, suffix: str) -> str:
    """The file of the notice that stands, with this status, at whatever address asks for the story: by its id alone."""
    return f"{site}/{NOTICES.format(status=status)}/{id}{suffix}"
