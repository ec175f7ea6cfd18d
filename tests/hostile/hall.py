"""A hall of mirrors: hostile copy taken in by a real newsroom, and its pages opened in a real browser, many at once.

Nothing leaves the machine: each request of the browser is answered here, and those for anything but the pages asked
for are remembered and refused.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.hostile.documents import FORMATS
from tests.rig import NETWORK, NOW, Rig
from wireroom.network.licence import Surface
from wireroom.news import Body, Version, story_id

ORIGIN = "https://orbit.example"
SHELL = f"{ORIGIN}/shell-of-the-test"
_ALL = ", ".join(f'{surface} = "full"' for surface in Surface)
OPEN = NETWORK.replace(
    'forms = { feed = "full", json-ld = "headline", social-card = "headline" }', f"forms = {{ {_ALL} }}", 1
)
_EARS = """
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
    window[name] = () => { console.log('IT RAN in ' + location.href); return null; };
"""
# Pokes whatever waits for a reader, then lists what is active.
_SCAN = """() => {
    const found = [];
    const bad = new Set(['base', 'applet', 'object', 'embed', 'iframe', 'frame', 'frameset', 'svg', 'math', 'video',
        'audio', 'template', 'noscript', 'marquee', 'textarea', 'select', 'details', 'dialog', 'portal']);
    let styles = 0;
    for (const one of document.querySelectorAll('*')) {
        const name = one.localName;
        if (!/xhtml|svg|MathML/i.test(one.namespaceURI)) continue;  // an element of a feed
        if (bad.has(name) && !one.closest('form[role=search]')) found.push(name);  // the search form has filters
        if (name === 'script' && one.type !== 'application/ld+json') found.push(name);
        if (name === 'style' && ++styles > 1) found.push(name);
        if (name === 'link' && !['alternate', 'canonical', 'next', 'prev', 'icon', 'license', 'manifest', 'search']
            .includes(one.rel)) found.push('link ' + one.rel);
        if (name === 'meta' && one.httpEquiv) found.push('meta ' + one.httpEquiv);
        if (name === 'form' && one.getAttribute('role') !== 'search') found.push(name);
        for (const {name: key, value} of one.attributes) {
            if (/^on/i.test(key) || ['srcdoc', 'formaction', 'style', 'ping', 'background'].includes(key))
                found.push(name + ' ' + key);
            if (/^[\\u0000-\\u0020]*(javascript|vbscript|data)[\\u0000-\\u0020]*:/i
                .test(value.replace(/[\\t\\n\\r]/g, ''))
                && ['href', 'src', 'action', 'xlink:href', 'data'].includes(key)) found.push(name + ' ' + value);
        }
    }
    return found;
}"""
_POKE = """() => {
    for (const one of document.querySelectorAll('*')) {
        for (const type of ['mouseover', 'mouseenter', 'focus', 'pointerdown', 'toggle', 'error'])
            try { one.dispatchEvent(new Event(type)); } catch (e) {}
        if (/script:/i.test(one.getAttribute('href') || '')) try { one.click(); } catch (e) {}
    }
}"""


@dataclass
class Seen:
    """What the browser did: what ran, what was asked for that is no page of ours, and what is active in the pages."""

    opened: int = 0
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    active: list[str] = field(default_factory=list)


class Hall:
    """Opens the pages of hostile copy. Without `cleaned`, the body reaches them as it came; without `policy`, the
    content security policy is taken off."""

    def __init__(self, browser: Any, folder: Path, *, cleaned: bool = True, policy: bool = True) -> None:
        self._rig = Rig(folder, OPEN)
        self._cleaned, self._policy = cleaned, policy
        self._count = 0
        self.seen = Seen()
        self._pages: set[str] = set()
        self._frames = ""
        self._context = browser.new_context()
        self._context.add_init_script(_EARS)
        self._context.route("**/*", self._answer)
        self._context.on("request", self._asked)
        self._context.on("console", self._heard)

    def close(self) -> None:
        self._context.close()
        self._rig.close()

    def show(self, texts: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Takes each text in, in each of its formats, and opens every page that carries it."""
        paths = ["/", "/launch", "/feed.xml", "/atom.xml", "/feed.json", "/search?q=moon"]
        for text, formats in texts:
            paths.append(f"/search?q={quote(text.encode('utf-8', 'replace')[:300])}")
            for name in formats:
                self._count += 1
                paths += self._put(name, text, f"urn:hostile:{self._count}")
        self._open(paths)

    def _put(self, name: str, text: str, uri: str) -> list[str]:
        if not self._cleaned:
            # What a hole in the cleaner would let through.
            body = Body(f"<p>moon</p>{text.encode('utf-8', 'ignore').decode()}")
            version = Version(uri, 1, "MPA", "en", "moon", body=body, slugline="launch", first_created=NOW)
            self._rig.home.ledger.append(version, at=NOW, source="mpa")
            return [f"/2026/11/22/moon-{story_id(uri)}"]
        fates = self._rig.take("mpa", FORMATS[name](text, uri))
        found = []
        for fate in fates:
            if fate.uri:
                answer = self._rig.get("orbit", f"/2026/11/22/x-{story_id(fate.uri)}")
                found.append(answer.header("location") or f"/2026/11/22/x-{story_id(fate.uri)}")
        return found

    def _spoken(self, dialog: Any) -> None:
        self.seen.ran.append(dialog.message)
        dialog.dismiss()

    def _open(self, paths: Sequence[str]) -> None:
        """Opens them side by side; a frame that the browser could not load, as it was short of something, once more."""
        for _ in range(3):
            paths = self._opened(paths)
            if not paths:
                return
        raise AssertionError(f"the browser shows an error instead of {paths}")

    def _opened(self, paths: Sequence[str]) -> list[str]:
        """Opens them; which could not be loaded."""
        self._pages = {ORIGIN + path for path in paths}
        self._frames = "".join(f'<iframe src="{html.escape(path)}"></iframe>' for path in paths)
        page = self._context.new_page()
        page.on("dialog", self._spoken)
        page.goto(SHELL, wait_until="load", timeout=120_000)
        page.wait_for_timeout(50)
        failed = []
        for path, frame in zip(paths, page.main_frame.child_frames, strict=True):
            if self._cleaned and frame.url.startswith("chrome-error:"):
                failed.append(path)
                continue
            self.seen.opened += 1
            if self._cleaned:
                self.seen.active += [f"{one} in {frame.url}" for one in frame.evaluate(_SCAN)]
            else:
                try:
                    frame.evaluate(_POKE)
                except Exception:  # it has just led its own frame away
                    continue
        page.wait_for_timeout(50)
        page.close()
        return failed

    def _answer(self, route: Any) -> None:
        url = route.request.url
        if url == SHELL:
            route.fulfill(status=200, content_type="text/html", body=f"<!doctype html><body>{self._frames}")
            return
        if not url.startswith(ORIGIN):
            if not route.request.is_navigation_request():  # no policy keeps a page from leading its reader away
                self.seen.asked.append(url)
            route.abort()
            return
        answer = self._rig.get("orbit", url.removeprefix(ORIGIN))
        headers = dict(answer.headers)
        # The shell holds pages in frames, which they forbid: only that is taken off them.
        headers.pop("x-frame-options", None)
        policy = headers.pop("content-security-policy", "")
        if self._policy:
            headers["content-security-policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        route.fulfill(status=answer.status, headers=headers, body=answer.body)

    def _asked(self, request: Any) -> None:
        """Clean pages do not even try to ask for anything; of the others counts what the policy let through."""
        known = request.url in (SHELL, f"{ORIGIN}/favicon.ico") or request.url in self._pages
        if self._cleaned and not known and not request.url.startswith(("about:", "blob:")):
            self.seen.asked.append(request.url)

    def _heard(self, message: Any) -> None:
        if message.text.startswith("IT RAN"):
            self.seen.ran.append(message.text)
