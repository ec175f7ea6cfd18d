"""How live rails come into published pages: joined by the server (SSI), by a cache in front (ESI), or by the reader."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from wireroom.pages.model import Frame, Hole

SCRIPT_PATH = "/rails.js"
# It asks for nothing but the site's own rails, and puts in what comes from there as it is.
SCRIPT = b"""for (const rail of document.querySelectorAll("[data-rail]"))
  fetch(rail.dataset.rail).then((answer) => (answer.ok ? answer.text() : null)).then((text) => {
    if (text !== null) rail.innerHTML = text;
  }).catch(() => {});
"""


class Weaving(StrEnum):
    """A way of joining rails. Only `inline` needs the page's own bytes to hold their text."""

    SSI = "ssi"
    ESI = "esi"
    INLINE = "inline"

    def body(self, frame: Frame, rail: Callable[[int], bytes]) -> bytes:
        """The page's bytes; `rail` gives the text of one, where it has to stand in the page."""
        parts = [part if isinstance(part, bytes) else self._hole(part, rail) for part in frame.parts]
        if self is Weaving.INLINE and self.is_woven(frame):
            head, end, tail = parts[-1].rpartition(b"</body>")
            parts[-1] = head + f'<script src="{SCRIPT_PATH}" async></script>\n'.encode() + end + tail
        return b"".join(parts)

    def _hole(self, hole: Hole, rail: Callable[[int], bytes]) -> bytes:
        path = f"/rail/{hole.rail}"
        if self is Weaving.SSI:
            return f'<!--# include virtual="{path}" -->'.encode()
        if self is Weaving.ESI:
            return f'<esi:include src="{path}"/>'.encode()
        return b'<div data-rail="%s">%s</div>' % (path.encode(), rail(hole.rail))

    @staticmethod
    def is_woven(frame: Frame) -> bool:
        """Whether there are rails in the page at all."""
        return any(isinstance(part, Hole) for part in frame.parts)

    def is_served(self, frame: Frame) -> bool:
        """Whether a server joins something into the page, so that it cannot be compressed beforehand."""
        return self is not Weaving.INLINE and self.is_woven(frame)

    def headers(self, frame: Frame) -> tuple[tuple[str, str], ...]:
        """What the page's policy has to allow besides: the one script, which asks this site."""
        if self is not Weaving.INLINE or not self.is_woven(frame):
            return ()
        policy = dict(frame.headers).get("content-security-policy", "")
        return (("content-security-policy", f"{policy}; script-src 'self'"),)
