"""About this site, and its rights page: what the network file says of publisher, agencies and licences, for readers."""

from __future__ import annotations

from minijinja import safe

from wireroom.network.licence import Licence
from wireroom.news import words_of
from wireroom.pages.mining import COMMONS
from wireroom.pages.model import Frame, Request
from wireroom.pages.rows import Row, web
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.shelves import shelf_path
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.rights.stock import Snapshot
from wireroom.routing.shelves import AGENCY


def about_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """`/about`: who publishes the site, from whom its stories come and how, and how mistakes are mended."""
    site, publisher, t = setting.site, setting.site.publisher, setting.labels
    policies = [(t.policies[key], url) for key, url in publisher.policies.items()]
    return _frame(
        setting,
        request,
        "about.html",
        t.about.format(site=site.name),
        paragraphs=[plain(" ".join(one.split())) for one in site.about.split("\n\n") if one.strip()],
        publisher={"name": plain(publisher.name), "url": web(publisher.url)} if publisher.name else None,
        email=plain(publisher.email),
        policies=[{"text": plain(name), "url": plain(url)} for name, url in policies],
        social=[plain(one) for one in publisher.social],
        agencies=_agencies(setting),
    )


def rights_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """`/rights`: of each agency the credit, the notice, and what readers and machines may do with its copy."""
    return _frame(
        setting,
        request,
        "rights.html",
        setting.labels.rights,
        agencies=_agencies(setting),
        email=plain(setting.site.publisher.email),
        reserved=any(one.tdm.reserve for one in _licences(setting)),
    )


def _frame(setting: Setting, request: Request, template: str, name: str, **values: object) -> Frame | None:
    """A page that no news changes; None when more stands behind its path."""
    path = "/" + request.path.split("/")[1]
    if request.path != path:
        return None
    parts = setting.html(
        template,
        "",
        title=safe(f"{plain(name)} – {setting.shared['site']['name']}"),
        name=plain(name),
        canonical=plain(setting.absolute(path)),
        robots="max-image-preview:large",
        **values,
    )
    return Trail().frame(200, HTML, parts, headers=setting.headers)


def _licences(setting: Setting) -> list[Licence]:
    found = [one for one in setting.network.licences.values() if setting.site.key in one.sites]
    return sorted(found, key=lambda one: ((one.credit.text or one.provider).casefold(), one.name))


def _agencies(setting: Setting) -> list[Row]:
    """The licences for this site as readers need them: the same agency once, unless its terms differ."""
    rows: dict[tuple[object, ...], Row] = {}
    for one in _licences(setting):
        key = (one.provider, one.credit.text, one.notice.text, one.notice.link, one.basis, one.tdm)
        rows.setdefault(key, _agency(setting, one))
    return list(rows.values())


def _agency(setting: Setting, licence: Licence) -> Row:
    t, commons = setting.labels, COMMONS.get(licence.basis, "")
    basis = t.bases.get(licence.basis) or t.basis_commons.format(name=licence.basis.upper())
    return {
        "name": plain(licence.credit.text or licence.provider),
        "provider": plain(licence.provider),
        "url": setting.own(shelf_path(f"{AGENCY}/{words_of(licence.provider)}")),
        "home": web(licence.credit.link),
        "notice": plain(licence.notice.text),
        "notice_link": web(licence.notice.link),
        "basis": plain(basis if commons or licence.basis in t.bases else t.bases["contract"]),
        "basis_link": web(commons),
        "reserved": licence.tdm.reserve,
        "policy": web(licence.tdm.policy),
    }
