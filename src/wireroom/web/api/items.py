"""Cleared stories as partners get them: ninjs 3.1, NewsML-G2, and the line of a list around an item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from wireroom.formats.write import write
from wireroom.network.model import Network, Site
from wireroom.news import Association
from wireroom.pages.addresses import story_path, tag
from wireroom.pages.outgoing import outgoing
from wireroom.pages.renditions import for_others
from wireroom.pages.rows import iso
from wireroom.pages.text import markup
from wireroom.rights import as_version
from wireroom.rights.model import Clearance, ShownStory

# The endings of a story's address, each with its format and media type (IANA has registered that of NewsML-G2).
FORMATS = {
    "ninjs": ("ninjs", "application/json"),
    "g2": ("newsml-g2", "application/vnd.iptc.g2.newsitem+xml"),
}


@dataclass(frozen=True, slots=True)
class Passed:
    """A story that a partner may have now, with the verdict that says so."""

    network: Network
    site: Site
    shown: ShownStory
    clearance: Clearance

    @property
    def url(self) -> str:
        """The story's page on its site."""
        return self.site.url + story_path(self.shown.id, self.shown.headline, self.shown.released, self.site.zone)

    def written(self, format: str) -> bytes:
        """The story in this format (a name of `formats.write`): nothing in it that the gate has not let through.

        Its `uri` is the name that feeds of the site call it by, as the agency's own may hold words of the copy.
        Pictures are told by their address on the site, without the names that the wire gave them.
        """
        # Clean markup stays clean: pictures of other servers are only taken out of it.
        body = str(markup(outgoing(self.shown.body, self.network, self.clearance.licence)))
        version = as_version(
            self.shown,
            uri=tag(self.site, self.shown.id),
            body=body,
            served=self._served,
        )
        return _written(version, format)

    def _served(self, picture: Association) -> Association | None:
        """The picture by its address on the site, without the wire's own names for it; None while it is not here."""
        made = for_others(picture)
        if made is None:
            return None
        url = f"{self.site.url}/media/{self.shown.id}/{made.name}"
        told = (picture.caption, picture.credit, picture.alt, made.media_type)
        return Association(picture.kind, url, url, *told, width=made.width, height=made.height)

    def line(self) -> dict[str, Any]:
        """What a list says of the story, with the ninjs item in it."""
        return {
            "id": self.shown.id,
            "state": "granted",
            "form": str(self.clearance.form.extent),
            "url": self.url,
            "until": iso(self.clearance.changes_at) if self.clearance.changes_at else None,
            "item": msgspec.Raw(self.written("ninjs")),
        }


# The same stories are asked for by partner after partner, and page after page.
_written = lru_cache(maxsize=1024)(write)


def gone(id: str, *, killed: bool) -> dict[str, Any]:
    """What a list says of a story that a partner had, or could have had, and must not use any more."""
    return {"id": id, "state": "killed" if killed else "gone"}
