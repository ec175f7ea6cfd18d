"""Where a story belongs, and which rule or editor said so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placement:
    """A story's place on one site. `section` is "" when only the site's front was named."""

    uri: str
    site: str
    section: str
    because: str

    @property
    def where(self) -> str:
        """The list this placement puts the story on: `site/section`, or `site`."""
        return f"{self.site}/{self.section}" if self.section else self.site
