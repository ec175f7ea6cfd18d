"""Who publishes a site, in the words of schema.org, which IPTC's Publisher Info uses too."""

from __future__ import annotations

from typing import Any

from wireroom.network.model import Site

# What the network file calls it, and schema.org's property of a NewsMediaOrganization.
POLICIES = {
    "principles": "publishingPrinciples",
    "corrections": "correctionsPolicy",
    "ethics": "ethicsPolicy",
    "ownership": "ownershipFundingInfo",
    "masthead": "masthead",
    "feedback": "actionableFeedbackPolicy",
    "unsigned": "noBylinesPolicy",
    "unnamed": "unnamedSourcesPolicy",
    "verification": "verificationFactCheckingPolicy",
    "coverage": "missionCoveragePrioritiesPolicy",
}


def organization(site: Site) -> dict[str, Any]:
    """The site as a NewsMediaOrganization, with the policies its owner names and who owns it."""
    publisher = site.publisher
    parent = {"@type": "Organization", "name": publisher.name, "url": publisher.url}
    told = {
        "@type": "NewsMediaOrganization",
        "name": site.name,
        "url": site.url + "/",
        "logo": publisher.logo,
        "email": publisher.email,
        "sameAs": list(publisher.social),
        "parentOrganization": _told(parent) if publisher.name else None,
        **{POLICIES[key]: url for key, url in publisher.policies.items()},
    }
    return _told(told)


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}
