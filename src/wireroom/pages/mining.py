"""What machines are told of text and data mining: TDMRep (W3C community group, 10 May 2024) and RSL 1.0."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from wireroom.network.licence import TdmTerms
from wireroom.network.model import Network

RSL = "https://rslstandard.org/rsl"
"""The namespace of RSL's elements."""

COMMONS = {
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    **{
        f"cc-{kind}": f"https://creativecommons.org/licenses/{kind}/4.0/"
        for kind in ("by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd")
    },
}
"""The addresses of the Creative Commons licences that a contract may rest on."""


def reservation(policies: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The headers of an output that carries reserved copy (TDMRep §4.1): its terms are the first address named."""
    if not policies:
        return ()
    policy = next((one for one in policies if one), "")
    return (("tdm-reservation", "1"), *((("tdm-policy", policy),) if policy else ()))


def reserved(network: Network, site: str) -> TdmTerms | None:
    """What is reserved on a site as a whole: mining, as soon as one contract for it says so."""
    found = [one.tdm for one in network.licences.values() if site in one.sites and one.tdm.reserve]
    return next((one for one in found if one.policy), found[0]) if found else None


def tdmrep(terms: TdmTerms | None) -> list[dict[str, object]]:
    """What `/.well-known/tdmrep.json` says (TDMRep §4.2)."""
    if terms is None:
        return []
    return [{"location": "/*", "tdm-reservation": 1, **({"tdm-policy": terms.policy} if terms.policy else {})}]


def rsl(terms: TdmTerms) -> str:
    """What `/license.xml` says (RSL 1.0, rslstandard.org): no use for AI but under the terms."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rsl xmlns="{RSL}">\n{rsl_content("/", terms)}</rsl>\n'


def rsl_content(url: str, terms: TdmTerms, prefix: str = "") -> str:
    """The same of what stands at one address; in feeds its elements need a `prefix` ("rsl:") for their namespace."""
    legal = f"<{prefix}terms>{escape(terms.policy)}</{prefix}terms>" if terms.policy else ""
    forbidden = f'<{prefix}prohibits type="usage">ai-all</{prefix}prohibits>'
    return (
        f'<{prefix}content url="{escape(url)}">\n'
        f"<{prefix}license>{forbidden}</{prefix}license>\n{legal}</{prefix}content>\n"
    )
