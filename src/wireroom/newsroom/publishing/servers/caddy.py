"""The configuration for Caddy 2: one block a site, files first, notices by the story's id, redirects by a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wireroom.newsroom.publishing.servers.facts import STORY, Facts, Kind, SiteFacts
from wireroom.newsroom.publishing.weaving import SCRIPT_PATH, Weaving

_HEAD = """\
# Made by `wireroom publish`, and made again when the network file changes. Import it in your Caddyfile:
#     import {root}/_caddy/Caddyfile
# and reload Caddy when a file in this folder changes. Stories come, change and go without that.
{note}"""
_NO_SSI = (
    "# Caddy joins no server-side includes: publish with --rails inline, or --rails esi with a cache that knows ESI.\n"
)


def config(facts: Facts) -> str:
    """The whole file."""
    note = _NO_SSI if facts.weaving is Weaving.SSI else ""
    return _HEAD.format(root=facts.root, note=note) + "".join(_site(facts, site) for site in facts.sites)


def moved(addresses: Iterable[tuple[str, str]]) -> str:
    """The lines of a map: story id or old path, and the path it leads to."""
    lines = "".join(f"{quoted(address)} {quoted(path)}\n" for address, path in addresses)
    return f'default ""\n{lines}'  # never empty: Caddy imports no empty file


def quoted(text: str) -> str:
    """The text as one word of a Caddyfile; placeholders in it are none."""
    inside = text.replace('"', '\\"').replace("{", "\\{").replace("}", "\\}")
    return f'"{inside}"'


def _site(facts: Facts, site: SiteFacts) -> str:
    folder = facts.root / site.key
    moved_file = quoted(str(facts.root / "_caddy" / site.key) + ".moved")
    matched = "".join(_kind(f"kind{n}", f"path_regexp `{kind.pattern}`", kind) for n, kind in enumerate(site.kinds))
    if facts.weaving is Weaving.INLINE:
        matched += _kind("script", f"path {SCRIPT_PATH}", Kind("", site.script))
    sections = "".join(f"\tredir /{key}/ /{key} 301\n" for key in site.sections)
    notices = "".join(_notice(status, headers) for status, headers in site.notices.items())
    return f"""
{site.url} {{
\troot * {quoted(str(folder))}
\tencode gzip
\tmap {{re.story.1}} {{moved}} {{
\t\timport {moved_file}
\t}}
\tmap {{path}} {{old}} {{
\t\timport {moved_file}
\t}}
\tredir /text /text/ 301
{sections}\t@hidden path_regexp `^/(_410|_451)/|/\\.[^w]|\\.(gz|br)$|^/[^.].*\\.html$`
\t@story path_regexp story `{STORY}`
\t@rail path_regexp "^/rail/[0-9]+$"
\troute {{
\t\terror @hidden 404
\t\troute @story {{
\t\t\t@killed file /_410/{{re.story.1}}.html
\t\t\terror @killed 410
\t\t\t@refused file /_451/{{re.story.1}}.html
\t\t\terror @refused 451
\t\t\t@there file {{path}}.html
\t\t\thandle @there {{
{_lines(site.page, 4)}\t\t\t\trewrite * {{path}}.html
\t\t\t\tfile_server {{
\t\t\t\t\tprecompressed br gzip
\t\t\t\t}}
\t\t\t}}
\t\t\t@moved expression `{{moved}} != ""`
\t\t\tredir @moved {{moved}} 301
\t\t\terror 404
\t\t}}
\t\thandle @rail {{
{_lines(site.fragment, 3)}\t\t\trewrite * {{path}}.html
\t\t\tfile_server
\t\t}}
{matched}\t\t@old expression `{{old}} != ""`
\t\tredir @old {{old}} 301
\t\thandle {{
{_lines(site.page, 3)}\t\t\t@front path /
\t\t\trewrite @front /index.html
\t\t\t@text path /text/
\t\t\trewrite @text /text/index.html
\t\t\t@page not path /index.html /text/index.html
\t\t\trewrite @page {{path}}.html
\t\t\tfile_server {{
\t\t\t\tprecompressed br gzip
\t\t\t}}
\t\t}}
\t}}
\thandle_errors {{
{notices}\t}}
}}
"""


def _kind(name: str, matcher: str, kind: Kind) -> str:
    file = "\t\t\trewrite * {path}.html\n" if kind.page else ""
    return (
        f"\t\t@{name} {matcher}\n\t\thandle @{name} {{\n{_lines(kind.headers, 3)}{file}"
        "\t\t\tfile_server {\n\t\t\t\tprecompressed br gzip\n\t\t\t}\n\t\t}\n"
    )


def _notice(status: int, headers: Mapping[str, str]) -> str:
    file = "/404.html" if status == 404 else f"/_{status}/{{re.story.1}}.html"
    return (
        f"\t\t@is{status} expression `{{err.status_code}} == {status}`\n\t\thandle @is{status} {{\n{_lines(headers, 3)}"
        f"\t\t\trewrite * {file}\n\t\t\tfile_server\n\t\t}}\n"
    )


def _lines(headers: Mapping[str, str], depth: int) -> str:
    tabs = "\t" * depth
    kept = {name: value for name, value in headers.items() if name != "content-length"}
    return "".join(f"{tabs}header {name} {quoted(value)}\n" for name, value in kept.items())
