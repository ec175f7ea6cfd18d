"""WordPress's way of writing a post: paragraphs by blank lines, captions and galleries in square brackets."""

from __future__ import annotations

import re

SHOWN = frozenset({"publish", "inherit"})
"""The statuses of what the public may see; an attachment inherits its post's."""

_TYPE = re.compile(r"[a-z0-9_-]{1,20}")
_BLOCK = (
    r"(?:address|article|aside|blockquote|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|"
    r"iframe|li|main|nav|object|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)"
)
_OPENS = re.compile(rf"</?{_BLOCK}\b", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t\r]*\n\s*")
_EDITOR = re.compile(r"<!--\s*/?wp:[^>]*-->|<!--\s*(?:more|nextpage|noteaser)\b[^>]*-->")
# Shortcodes of WordPress itself (wp-includes/shortcodes.php); square brackets of other kinds are copy: "[sic]".
_EMBED = re.compile(r"\[embed\b[^\]]{0,500}\]\s*(https?://[^\s\[\]<>\"]{1,2000})\s*\[/embed\]")
_CAPTION_START = re.compile(r"\[(?:wp_)?caption\b[^\]]{0,1000}\]")
_CAPTION_END = re.compile(r"\[/(?:wp_)?caption\]")
_PICTURE = re.compile(r"((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)\s*")
_OTHER = re.compile(r"\[/?(?:gallery|audio|video|playlist|embed)\b[^\]]{0,1000}\]")

# Those of plugins: told from words in brackets by a stroke below, by an attribute, or by their end.
_PLUGIN = re.compile(
    r"\[/?(?:[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,6}|[a-z][a-z0-9-]{2,40}(?= [a-z_]{1,30}=))"
    r"(?: [^\]\[]{0,500})?/?\]"
)
_PLUGIN_END = re.compile(r"\[/([a-z][a-z0-9]{2,30})\]")


def post_type(stated: str) -> str:
    """The kind that a post's type makes its version: `text` for a post, else the type's name, if it can be one.

    WordPress's own rule for such names is `register_post_type`'s: at most twenty small letters, digits, - and _.
    """
    stated = stated.strip().lower()
    if stated in ("", "post"):
        return "text"
    return stated if _TYPE.fullmatch(stated) else "other"


def paragraphs(content: str) -> str:
    """The post's markup as WordPress would show it; still to be cleaned.

    A blank line ends a paragraph and a line's end breaks the line (WordPress's own `wpautop`) where the post was not
    written in blocks; captions become figures, what other programs would put into the page goes.
    """
    content = content.replace("\r\n", "\n")
    if "[" in content:
        content = _OTHER.sub("", _EMBED.sub(r'<p><a href="\1">\1</a></p>', _captions(content)))
        content = _PLUGIN.sub("", content)
        for name in set(_PLUGIN_END.findall(content)):
            content = re.sub(rf"\[/?{name}(?: [^\]\[]{{0,500}})?\]", "", content)
    if "<!-- wp:" in content:
        return _EDITOR.sub("", content)
    if "<!--" in content:
        content = _EDITOR.sub("\n\n", content)
    if "\n" not in content.strip():
        return content
    return "".join(_block(part) for part in _BLANK.split(content))


def _block(part: str) -> str:
    """A part between blank lines; words beside its blocks become paragraphs of their own."""
    if not _OPENS.search(part):
        return f"<p>{_broken(part)}</p>" if part.strip() else ""
    return part


def _broken(text: str) -> str:
    return text.strip().replace("\n", "<br>\n")


def _captions(content: str) -> str:
    """`[caption …]<img …> words[/caption]` as figures; a caption that is not closed is left as its content."""
    if "caption" not in content:
        return content
    out = []
    at = 0
    while start := _CAPTION_START.search(content, at):
        end = _CAPTION_END.search(content, start.end())
        if end is None:
            break
        out += [content[at : start.start()], _figure(content[start.end() : end.start()])]
        at = end.end()
    return "".join(out) + _CAPTION_END.sub("", _CAPTION_START.sub("", content[at:]))


def _figure(inside: str) -> str:
    picture = _PICTURE.match(inside.strip())
    if picture is None:
        return inside
    words = inside.strip()[picture.end() :]
    return f"\n\n<figure>{picture[1]}<figcaption>{words}</figcaption></figure>\n\n"
