"""The text of a mail as a story: labelled fields ("Slug: …"), headline, copy, notes; signatures and footers out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from wireroom.errors import UnreadableError
from wireroom.formats import markup, textcopy, words
from wireroom.formats.finish import advisory, finish
from wireroom.formats.jsontext import decode, is_object
from wireroom.formats.jsonvalues import listed
from wireroom.formats.mail_pictures import Enclosed, captioned
from wireroom.formats.model import Hint, Note
from wireroom.formats.profiles import profile_of
from wireroom.formats.times import parse_time
from wireroom.formats.words.tables import fold
from wireroom.news import Act, Body, Order, Rights, Status, Version, words_of

# The labels that agencies' mail forms use, folded, and the field each is for.
_LABELS = {
    label: name
    for name, labels in {
        "headline": "headline|title|titel|titre|titulo|titular|titolo|schlagzeile|uberschrift|заголовок|العنوان",
        "slugline": "slug|slugline|keyword line|stichwort|mot cle|etiqueta",
        "byline": "by|byline|author|autor|autorin|auteur|autore|автор",
        "summary": "abstract|summary|teaser|zusammenfassung|resume|resumen|sommario",
        "urgency": "urgency|priority|prioritat|urgence|urgencia|dringlichkeit",
        "keywords": "keywords|tags|schlagworter|mots cles|palabras clave",
        "genre": "genre|type|format|textsorte",
        "place": "place|location|ort|lieu|lugar",
        "dateline": "dateline|datumszeile",
        "notes": "editor s note|editors note|ed note|ednote|note to editors|notes|redaktioneller hinweis"
        "|note aux redactions|nota a los editores",
        "embargo": "embargo|embargoed until|sperrfrist|embargo until|release|release time|sous embargo",
        "terms": "usage terms|usage|restrictions|rights|special instructions|nutzungshinweis|conditions d utilisation",
        "id": "id|item id|story id|guid|uri|reference|story number|meldungsnummer",
        "version": "version|revision",
        "language": "language|sprache|langue|idioma|lingua",
        "desk": "desk|category|anpa category|ressort|rubrique|section",
        "body": "body|story|text|copy|body html|bericht|texte|texto|testo",
        "status": "status|pubstatus",
    }.items()
    for label in labels.split("|")
}
_LABEL = re.compile(r"\s{0,3}\*{0,2}([^\W\d_][\w' ’.-]{0,24}?)\*{0,2}\s?:\*{0,2}(?:\s+(.*))?$")
_MOST_LINES = 20_000
_FEWEST = 2  # labels that make a form
_SIGNATURE = re.compile(r"-- ?")
_FOOTER = re.compile(
    r"(?:this (?:e-?mail|message|communication)\b.{0,60}\b(?:confidential|intended|privileged)"
    r"|diese (?:e-?mail|nachricht) (?:ist|enthält|kann)"
    r"|to unsubscribe|unsubscribe\b|um sich abzumelden|se désabonner|darse de baja|you (?:are receiving|received) this"
    r"|sent from my |von meinem \w+ gesendet|please consider the environment|this message was sent to)",
    re.IGNORECASE,
)
# One of these is in every footer of plain letters: a line without any needs no closer look.
_FOOTER_STEMS = (
    "this e",
    "this m",
    "this c",
    "diese ",
    "unsubscribe",
    "abzumelden",
    "darse de baja",
    "you are rec",
    "you rec",
    "sent from my ",
    "gesendet",
    "please consider",
)
_QUOTED = re.compile(r"\s*>")
_ENDS = re.compile(r"\s*(?:#{3,}|-\s?ends?\s?-|-\s?30\s?-|\*{3,}\s*ends?\s*\*{3,}|ende?s?)\s*", re.IGNORECASE)
_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
    "killed": Status.CANCELED,
}


@dataclass(frozen=True, slots=True)
class Mail:
    """What of a mail may become a story: its id as a uri, subject, text (or cleaned HTML where it has no text)."""

    uri: str
    subject: str
    text: str
    html: Body
    created: datetime | None
    language: str
    pictures: tuple[Enclosed, ...]


def version_of(mail: Mail, hint: Hint, notes: list[Note]) -> Version:
    """The version that a mail without a wire file in it makes."""
    lines, pictures = captioned(_copy_lines(mail.text), mail.pictures)
    fields, lines = _form(lines)
    lines, editors = textcopy.split_notes(lines)
    body = textcopy.body_of(lines) if mail.text.strip() else mail.html
    # Only the network file says whose copy a source sends; the copy may say it where no source does.
    profile = profile_of(hint.provider)
    headline = fields.get("headline") or mail.subject
    mark = words.mark_of(*([mail.subject] if len(mail.subject) < 60 else []))
    corrected = mark.signal == "correction" or words.signal(headline, markup.first_paragraph(body)) == "correction"
    done = finish(
        headline=headline,
        byline=fields.get("byline", ""),
        dateline=fields.get("dateline", ""),
        body=markup.without_headline(_without_repeated(body, headline), headline),
        profile=profile,
        created=mail.created,
        corrected=corrected,
    )
    ed_note = "\n".join(filter(None, [fields.get("notes", ""), *(line.strip() for line in editors)]))
    paragraphs = markup.paragraphs(done.body)
    killed = words.kill(mail.subject, headline, *ed_note.split("\n"), *(paragraphs[:2] if len(paragraphs) < 4 else ()))
    orders = words.orders(headline, paragraphs, ed_note, created=mail.created)
    status = Status.CANCELED if killed else _STATUSES.get(fields.get("status", "").lower(), Status.USABLE)
    if killed and not orders:
        start = next((one for one in paragraphs if len(one) > 40), "")[:200]
        orders = (Order(Act.KILL, slugline=fields.get("slugline", ""), start=start, text=killed),)
    until, why = _embargo(fields, ed_note, mail, headline, paragraphs, hint)
    hold = "" if killed else words.hold(mail.subject, headline, *ed_note.split("\n"))
    hold = (
        hold or advisory(profile, headline) or words.advisory(mail.subject, headline, fields.get("slugline", "")) or why
    )
    number = fields.get("version", "")
    signal = words.signal(headline, markup.first_paragraph(body)) or mark.signal
    return Version(
        uri=_uri(fields, profile.name, mail.uri),
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None,
        provider=profile.name,
        language=fields.get("language", "") or hint.language or mail.language,
        headline=done.headline,
        summary=fields.get("summary", ""),
        slugline=fields.get("slugline", ""),
        byline=done.byline,
        dateline=done.dateline,
        body=done.body,
        ed_note=ed_note,
        urgency=_urgency(fields.get("urgency", "")),
        genre=_listed(fields.get("genre", "")),
        keywords=_listed(fields.get("keywords", "")),
        places=_listed(fields.get("place", "")),
        status=status,
        signals=(signal,) if signal else (),
        correction_note=done.correction_note,
        version_created=mail.created,
        embargoed_until=until,
        hold=hold,
        rights=Rights(usage_terms=(fields["terms"],) if fields.get("terms") else ()),
        associations=tuple(one.association() for one in pictures),
        alt_ids=(mail.uri,) if fields.get("id") else (),
        orders=orders,
        kind="advisory" if orders and not killed else "text",
        format="email",
    )


def _copy_lines(text: str) -> list[str]:
    """The mail's lines up to its signature, footer or the mail it answers."""
    kept: list[str] = []
    whole = text[: 2 * textcopy.LONGEST_COPY].replace("\r\n", "\n").replace("\r", "\n")
    for line in whole.split("\n", _MOST_LINES)[:_MOST_LINES]:
        # "-- " parts a signature off (RFC 3676, section 4.3); many programs lose its space.
        if kept and (_SIGNATURE.fullmatch(line) or _ENDS.fullmatch(line) or _is_footer(line[:300])):
            break
        if not _QUOTED.match(line):
            kept.append(line.rstrip())
    return kept


def _is_footer(line: str) -> bool:
    if line.isascii():
        lowered = line.lower()
        for stem in _FOOTER_STEMS:
            if stem in lowered:
                break
        else:
            return False
    return _FOOTER.search(line) is not None


def _form(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The labelled fields that a mail begins with, when it is a form; and the lines behind them."""
    if (filled := _filled_form("\n".join(lines).strip())) is not None:
        return filled
    fields: dict[str, str] = {}
    last = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        found = _LABEL.match(line) if len(line) < 1000 else None
        name = _LABELS.get(fold(found[1])) if found else None
        if name == "body" and found:
            fields.setdefault("body", "")
            return (fields, [found[2] or "", *lines[at + 1 :]]) if len(fields) > _FEWEST - 1 else ({}, lines)
        if name and found:
            fields.setdefault(name, " ".join((found[2] or "").split()))
            last = name
        elif line.startswith((" ", "\t")) and line.strip() and last:
            fields[last] = f"{fields[last]} {' '.join(line.split())}".strip()
        elif line.strip() or (fields and not _more_labels(lines[at : at + 3])):
            break
        at += 1
    return (fields, lines[at:]) if len(fields) >= _FEWEST else ({}, lines)


def _filled_form(text: str) -> tuple[dict[str, str], list[str]] | None:
    """The fields of a form that a program sent as a JSON object of labels and answers, and the lines of its copy."""
    if not (text.startswith("{") and text.endswith("}")):
        return None
    try:
        value, _ = decode(text.encode("utf-8", "ignore"))
    except UnreadableError:
        return None
    fields: dict[str, str] = {}
    for label, answers in value.items() if is_object(value) else ():
        said = (one.strip() for one in listed(answers) if isinstance(one, str))
        if (name := _LABELS.get(fold(label))) and (answer := next(filter(None, said), "")):
            fields.setdefault(name, answer if name == "body" else " ".join(answer.split()))
    if len(fields) < _FEWEST:
        return None
    return fields, re.sub(r"\n\s*", "\n\n", fields.get("body", "")).split("\n")


def _more_labels(lines: list[str]) -> bool:
    return any((found := _LABEL.match(line)) and fold(found[1]) in _LABELS for line in lines if len(line) < 1000)


def _embargo(
    fields: dict[str, str], ed_note: str, mail: Mail, headline: str, paragraphs: list[str], hint: Hint
) -> tuple[datetime | None, str]:
    if stated := fields.get("embargo"):
        found = words.embargo(f"embargo {stated}")
        moment = found.until or (parse_time(stated) if re.search(r"(?:Z|[+-]\d\d:?\d\d|GMT|UTC)\s*$", stated) else None)
        return (moment, "") if moment else (None, f"an embargo without a time that can be relied on: “{stated[:80]}”")
    found = words.embargo(ed_note, mail.subject, headline, *paragraphs[:2], *paragraphs[-1:])
    return found.until, found.why


def _without_repeated(body: Body, headline: str) -> Body:
    """The body without a first paragraph that says the headline once more."""
    return markup.without_first_paragraph(body) if headline and markup.first_paragraph(body) == headline else body


def _uri(fields: dict[str, str], provider: str, fallback: str) -> str:
    """The id that the copy itself states, as one of this provider's: a mail cannot name another's story."""
    stated = fields.get("id", "")
    if not stated:
        return fallback
    return stated if stated.startswith("urn:") else f"urn:x-email:{words_of(provider or 'wire')}:{stated}"


def _urgency(stated: str) -> int | None:
    found = re.match(r"[1-9](?!\d)", stated)
    return int(found[0]) if found else None


def _listed(stated: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,;/]", stated) if part.strip()))[:50]
