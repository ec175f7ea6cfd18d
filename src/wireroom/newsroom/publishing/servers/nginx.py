"""The configuration for nginx: one server a site, files first, notices by the story's id, redirects by a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wireroom.newsroom.publishing.servers.facts import STORY, Facts, Kind, SiteFacts
from wireroom.newsroom.publishing.weaving import SCRIPT_PATH, Weaving

_TYPES = "text/plain text/javascript application/xml application/rss+xml application/atom+xml"  # beside text/html
_HEAD = """\
# Made by `wireroom publish`, and made again when the network file changes. Include it in nginx's http block:
#     include {root}/_nginx/wireroom.conf;
# and reload nginx when a file in this folder changes. Stories come, change and go without that.
# HTTPS: let another server block, or whatever stands before nginx, speak it and pass requests on to these.

map_hash_bucket_size 512;
map_hash_max_size 65536;
"""


def config(facts: Facts) -> str:
    """The whole file, for nginx's http block."""
    servers = [_server(facts, site) for site in facts.sites]
    return _HEAD.format(root=facts.root) + "".join(servers)


def moved(addresses: Iterable[tuple[str, str]]) -> str:
    """The lines of a map: story id or old path, and the path it leads to."""
    return "".join(f"{quoted(address)} {quoted(_literal(path))};\n" for address, path in addresses)


def quoted(text: str) -> str:
    """The text as one word of a configuration."""
    inside = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'


def _literal(path: str) -> str:
    """A path in which nginx finds no variable."""
    return path.replace("$", "%24")


def _server(facts: Facts, site: SiteFacts) -> str:
    folder = facts.root / site.key
    name = f"wireroom_{site.key.replace('-', '_')}"
    ssi = "    ssi on;\n    ssi_last_modified off;\n" if facts.weaving is Weaving.SSI else ""
    kinds = "".join(map(_kind, site.kinds))
    sections = "".join(f"    location = /{key}/ {{ return 301 /{key}; }}\n" for key in site.sections)
    script = _exact(SCRIPT_PATH, site.script) if facts.weaving is Weaving.INLINE else ""
    notices = "".join(_notice(status, headers) for status, headers in site.notices.items())
    return f"""
map $wireroom_story ${name} {{
    default "";
    include {quoted(str(facts.root / "_nginx" / site.key) + ".moved")};
}}
map $uri$is_args$args ${name}_query {{
    default "";
    include {quoted(str(facts.root / "_nginx" / site.key) + ".moved")};
}}
map $uri ${name}_path {{
    default ${name}_query;
    include {quoted(str(facts.root / "_nginx" / site.key) + ".moved")};
}}
server {{
    listen {facts.listen};
    server_name {site.host};
    root {quoted(str(folder))};
    server_tokens off;
    gzip on;
    gzip_static on;
    gzip_vary on;
    gzip_proxied any;
    gzip_types {_TYPES} application/json application/feed+json application/rsl+xml;
    charset_types {_TYPES};
    absolute_redirect off;
    disable_symlinks off;
    if ($request_method !~ ^(GET|HEAD)$) {{ return 405; }}
{ssi}    error_page 404 /404.html;
    error_page 410 /_410/$wireroom_story.html;
    error_page 451 /_451/$wireroom_story.html;
    set $wireroom_story "";
    set $wireroom_edition "";

    location = / {{ try_files /index.html =404; {_lines(site.page)} }}
    location ~ "/index\\.html$" {{ return 404; }}
    location ~ {quoted(_named(STORY))} {{
        if (-f $document_root/_410/$wireroom_story.html) {{ return 410; }}
        if (-f $document_root/_451/$wireroom_story.html) {{ return 451; }}
        try_files $uri.html @moved; {_lines(site.page)}
    }}
    location @moved {{
        if (${name}) {{ return 301 $wireroom_edition${name}; }}
        return 404;
    }}
    location = /text {{ return 301 /text/; }}
    location = /text/ {{ try_files /text/index.html =404; {_lines(site.page)} }}
{sections}    location ~ "^/rail/[0-9]+$" {{ try_files $uri.html =404; {_lines(site.fragment)} }}
{kinds}{script}{notices}    location ~ "^/(_410|_451)/|/\\.(?!well-known/)|\\.(gz|br|html)$" {{ return 404; }}
    location / {{ try_files $uri.html @old; {_lines(site.page)} }}
    location @old {{
        if (${name}_path) {{ return 301 ${name}_path; }}
        return 404;
    }}
}}
"""


def _named(pattern: str) -> str:
    """The pattern of a story's path with names for its edition and its id."""
    return pattern.replace("(?:/text)", "(?<wireroom_edition>/text)").replace("([0-9a-hj", "(?<wireroom_story>[0-9a-hj")


def _kind(kind: Kind) -> str:
    file = "try_files $uri.html =404; " if kind.page else ""
    return f"    location ~ {quoted(kind.pattern)} {{ {file}{_lines(kind.headers)} }}\n"


def _exact(path: str, headers: Mapping[str, str]) -> str:
    return f"    location = {path} {{ {_lines(headers)} }}\n"


def _notice(status: int, headers: Mapping[str, str]) -> str:
    where = "= /404.html" if status == 404 else f"/_{status}/"
    modifier = where if where.startswith("=") else f"^~ {where}"
    return f"    location {modifier} {{ internal; {_lines(headers)} }}\n"


def _lines(headers: Mapping[str, str]) -> str:
    """Directives for these headers, on every answer."""
    # nginx knows a type by its bare name when it joins includes and compresses.
    media_type, _, charset = headers["content-type"].partition("; charset=")
    found = [f"types {{ }} default_type {media_type};", *([f"charset {charset};"] if charset else [])]
    for name, value in headers.items():
        if name not in ("content-type", "content-length"):
            found.append(f"add_header {name} {quoted(_literal(value))} always;")
    return " ".join(found)
