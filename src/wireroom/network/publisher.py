"""Who stands behind a site, as machines ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

POLICIES = (
    *("principles", "corrections", "ethics", "ownership", "masthead"),
    *("feedback", "unsigned", "unnamed", "verification", "coverage"),
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """The publisher of a site; each "" or empty where nothing is said.

    `security` are contacts as URIs, `ads` and `app_ads` whole lines.
    """

    name: str = ""
    url: str = ""
    logo: str = ""
    email: str = ""
    principles: str = ""
    corrections: str = ""
    ethics: str = ""
    ownership: str = ""
    masthead: str = ""
    feedback: str = ""
    unsigned: str = ""
    unnamed: str = ""
    verification: str = ""
    coverage: str = ""
    social: tuple[str, ...] = ()
    member: tuple[str, ...] = ()
    security: tuple[str, ...] = ()
    security_policy: str = ""
    ads: tuple[str, ...] = ()
    app_ads: tuple[str, ...] = ()

    @property
    def policies(self) -> dict[str, str]:
        """The pages that say how it works, by the names of their keys: those that there are."""
        return {key: url for key in POLICIES if (url := getattr(self, key))}


def publisher_of(whole: dict[str, Any], own: dict[str, Any]) -> Publisher:
    """As read from the network's table, and from the site's own where that says otherwise."""
    return Publisher(**{name: value for table in (whole, own) for name, value in table.items() if value is not None})
