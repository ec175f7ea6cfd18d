"""The ways by which others hear of changed pages: a WebSub hub, IndexNow, and whoever purges caches."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from wireroom.errors import TransportError
from wireroom.network.hooks import Hooks
from wireroom.network.model import Network
from wireroom.newsroom.hooks_news import News
from wireroom.newsroom.hooks_urls import Kind, list_addresses, prefixes
from wireroom.transports.access import retry_after
from wireroom.transports.fetch import Fetcher, Request, Terms, origin
from wireroom.transports.secret import secret_of

MOST_URLS = 10_000  # of one message: IndexNow's own bound
COMMAND_TIME = 60.0  # seconds
_MOST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Way:
    """One receiver. `name` tells it from others over restarts; `send` raises TransportError and can be called again."""

    name: str
    sites: tuple[str, ...]
    send: Callable[[News], None]


def ways_of(network: Network, home: Path, fetcher: Fetcher) -> list[Way]:
    """Every way that the network file names; sites that name the same share it."""
    hubs: dict[tuple[str, Hooks], list[str]] = {}
    purges: dict[tuple[str, Hooks], list[str]] = {}
    ways = []
    for key, site in network.sites.items():
        hooks = site.hooks
        if hooks.hub:
            hubs.setdefault((f"hub {hooks.hub}", hooks), []).append(key)
        if hooks.purge:
            purges.setdefault((f"purge {_host(hooks.purge)}", hooks), []).append(key)
        if hooks.purge_command:
            purges.setdefault((f"purge_command {hooks.purge_command[0]}", hooks), []).append(key)
        if hooks.indexnow:
            ways.append(Way(f"indexnow {key}", (key,), _IndexNow(network, key, home, fetcher)))
    ways += [Way(name, tuple(sites), _Hub(network, hooks, home, fetcher)) for (name, hooks), sites in hubs.items()]
    for (name, hooks), sites in purges.items():
        send = _Purge(network, hooks, home, fetcher, command=name.startswith("purge_command "))
        ways.append(Way(name, tuple(sites), send))
    return _told_apart(ways)


def _told_apart(ways: list[Way]) -> list[Way]:
    """Two ways of one name (one hub with two tokens, say) get their sites' names too."""
    names = [way.name for way in ways]
    return [
        Way(f"{one.name} {','.join(one.sites)}", one.sites, one.send) if names.count(one.name) > 1 else one
        for one in ways
    ]


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""  # the path of a webhook is often its secret


@dataclass(frozen=True, slots=True)
class _Hub:
    """WebSub §7 leaves the words to hub and publisher; these are the ones all hubs know (PubSubHubbub 0.3 §7.1)."""

    network: Network
    hooks: Hooks
    home: Path
    fetcher: Fetcher

    def __call__(self, news: News) -> None:
        found = list_addresses(self.network, news.lists, None)
        feeds = [one.url(self.network) for one in found if one.kind is Kind.FEED]
        for some in _batches(feeds, 500):
            form = urlencode([("hub.mode", "publish"), *(("hub.url", url) for url in some)])
            headers = {"content-type": "application/x-www-form-urlencoded"}
            _post(self.hooks, self.home, self.fetcher, self.hooks.hub, headers, form.encode())


@dataclass(frozen=True, slots=True)
class _IndexNow:
    """indexnow.org/documentation: new, changed and gone pages alike, of one host in one message."""

    network: Network
    site: str
    home: Path
    fetcher: Fetcher

    def __call__(self, news: News) -> None:
        site = self.network.sites[self.site]
        found = (one for told in news.stories for one in told.sites[self.site].addresses if one.kind is Kind.STORY)
        urls = list(dict.fromkeys(one.url(self.network) for one in found))
        for some in _batches(urls, MOST_URLS):
            facts = {
                "host": urlsplit(site.url).netloc,
                "key": site.hooks.indexnow_key,
                "keyLocation": f"{site.url}/indexnow.txt",
                "urlList": some,
            }
            headers = {"content-type": "application/json; charset=utf-8"}
            _post(site.hooks, self.home, self.fetcher, site.hooks.indexnow, headers, json.dumps(facts).encode())


@dataclass(frozen=True, slots=True)
class _Purge:
    """A JSON object to a webhook, or to a command's standard input: what is gone, what changed, what may hold it."""

    network: Network
    hooks: Hooks
    home: Path
    fetcher: Fetcher
    command: bool

    def __call__(self, news: News) -> None:
        urgent = [one for one in news.stories if one.urgent]
        if not urgent:
            return
        gone: list[str] = []
        changed: list[str] = []
        for told in urgent:
            for public in told.sites.values():
                (changed if public.now else gone).extend(one.url(self.network) for one in public.addresses)
        around = [one.url(self.network) for one in list_addresses(self.network, news.lists, None)]
        changed += list(dict.fromkeys(around))
        whole = [{"gone": some, "changed": []} for some in _batches(gone, MOST_URLS)]
        whole += [{"gone": [], "changed": some} for some in _batches(changed, MOST_URLS)]
        if len(gone) + len(changed) <= MOST_URLS:
            whole = [{"gone": gone, "changed": changed}]
        for number, part in enumerate(whole):
            facts = {
                "network": self.network.name,
                "id": f"{news.seq}-{news.until.isoformat()}-{number}",
                "urls": [*part["gone"], *part["changed"]],
                **part,
                "prefixes": list(prefixes(self.network, news.lists)),
                "stories": [{"uri": one.uri, "because": one.because} for one in urgent] if not number else [],
            }
            self._deliver(json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace"), str(facts["id"]))

    def _deliver(self, content: bytes, id: str) -> None:
        if self.command:
            _command(self.hooks.purge_command, self.home, content)
        else:
            headers = {"content-type": "application/json", "idempotency-key": id}
            _post(self.hooks, self.home, self.fetcher, self.hooks.purge, headers, content)


def _batches(urls: list[str], size: int) -> Iterator[list[str]]:
    return (urls[start : start + size] for start in range(0, len(urls), size))


def _command(words: tuple[str, ...], home: Path, content: bytes) -> None:
    name = words[0]
    try:
        done = subprocess.run(words, input=content, cwd=home, capture_output=True, timeout=COMMAND_TIME, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TransportError(f"the command could not be run: {error}", where=name, todo=_MEND) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0][:300]
        raise TransportError(f"the command ended with {done.returncode}: {said}".rstrip(": "), where=name, todo=_MEND)


def _post(hooks: Hooks, home: Path, fetcher: Fetcher, url: str, headers: dict[str, str], content: bytes) -> None:
    # The token is for whoever purges; hubs and engines know none.
    token = secret_of(hooks.token_file, hooks.token_env, home, "hooks") if url == hooks.purge else ""
    secret = {"authorization": f"Bearer {token}"} if token else {}
    terms = Terms(hooks.allow_private, frozenset({origin(url)[2]}), home / hooks.ca_file if hooks.ca_file else None)
    answer = fetcher.ask(Request(url, "POST", headers, secret, content=content, most=_MOST_ANSWER, terms=terms))
    if answer.status >= 300:
        what = f"the server answered {answer.status} {answer.reason}".rstrip()
        stay = retry_after(answer.headers.get("retry-after", ""), time.time())
        raise TransportError(what, where=_host(url), todo=_MEND, status=answer.status, retry_after=stay)


_MEND = "mend it in [hooks]; it is tried again until it works"
