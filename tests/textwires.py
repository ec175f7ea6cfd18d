"""Writes text wire copy for tests: IPTC 7901, ANPA 1312 and mail of made-up agencies."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

SENT = datetime(2026, 11, 22, 11, 37, tzinfo=UTC)
STORY = (
    "Nordhaven (mpa) - The ferry between Nordhaven and Lindholm is back in service after a week of storms.",
    "The first crossing left at dawn with forty passengers on board, the harbour office said.",
)


def iptc(
    headline: str = "Ferry back in service",
    *paragraphs: str,
    service: str = "mpe",
    number: str = "0101",
    slugline: str = "Transport/ferry/",
    takes: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    priority: int = 4,
    sent: datetime = SENT,
    agency: str = "mpa",
    charset: str = "utf-8",
) -> bytes:
    """One message. The headline ends with "=" unless it is empty."""
    copy = paragraphs or STORY
    head = "\r\n".join([*takes, headline]) + " =" if headline or takes else ""
    text = "\r\n\r\n".join([head, *copy, *notes])
    words = sum(len(one.split()) for one in copy)
    message = (
        f"\x01{service}{number} {priority} i {words}  {agency} 0045\r\n\r\n{slugline}\r\n\x02{text}\r\n\r\n"
        f"\x03{sent:%d%H%M} GMT {sent:%b} {sent:%y}\r\n\x7f\r\n\x7f\x04\r\n"
    )
    return message.encode(charset)


def anpa(
    headline: str = "Ferry back in service",
    *paragraphs: str,
    service: str = "V",
    number: str = "4644",
    keyword: str = "BC-NH--Ferry Back",
    version: str = "",
    fields: tuple[str, ...] = (),
    priority: str = "r",
    category: str = "i",
    sent: datetime = SENT,
    agency: str = "MPA",
) -> bytes:
    """One message. `fields` are lines between headline and copy, with the sign that ends them."""
    copy = paragraphs or ("NORDHAVEN (MPA) _ The ferry is back in service after a week of storms.",)
    squeezed = "".join(keyword.split())[:24]
    head = f"{priority} {category}\x13\x11 {squeezed} {''.join(version.split())}   {sent:%m-%d} 0120"
    lines = [f"^{keyword}{', ' if version else ''}{version},120<", f"^{headline}<", *(f"^{one}" for one in fields)]
    body = "\r\n ^\r\n".join(one if one[0] in "\t\b" else f"\t   {one}" for one in copy)
    text = "\r\n".join(lines)
    return (
        f"\x16\x16\x16\x01{service}{number}\x1f-----\r\n{head}\r\n\x02{text}\r\n{body}\r\n^\r\n"
        f"\t   \x03{agency}-WF-{sent:%m-%d-%y} {sent:%H%M}GMT<\r\n^\r\n\x0c\r\n\x04"
    ).encode()


def mail(
    subject: str = "Ferry back in service",
    text: str = "\n\n".join(STORY),
    *,
    html: str = "",
    id: str = "20261122.1@mpa.example",
    sent: datetime = SENT,
    attached: tuple[tuple[str, str, bytes], ...] = (),
    encoding: str = "quoted-printable",
) -> bytes:
    """One mail; `attached` are media type, file name and bytes."""
    message = EmailMessage()
    message["From"] = "Desk One <desk-one@mpa.example>"
    message["To"] = "wire@orbit.example"
    message["Date"] = sent
    message["Subject"] = subject
    if id:
        message["Message-ID"] = f"<{id}>"
    if text:
        message.set_content(text, cte=encoding)
    if html:
        if text:
            message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
    for kind, file, data in attached:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=file)
    return message.as_bytes()


EXAMPLES = (
    iptc(),
    iptc("KILL KILL KILL"),
    iptc(takes=("1ST LEAD", "(Sperrfrist Montag 6.00 Uhr)"), notes=("# Notizblock", "+49 30 555")),
    iptc("", "Please kill item mpa 0101 'Ferry back in service'."),
    anpa(fields=("By ANNA BERG=", "Eds: With photos.<")),
    anpa("Results", "\bNord\x10Haven\x1f\x1e 12\x1e \x1e 4", version="3rd Ld-Writethru"),
    mail(html="<p>Ferry</p>", attached=(("text/xml", "a.xml", b"<newsItem/>"),)),
    mail("Fwd: copy", "Slug: a\nHeadline: b\nEmbargo: c\n\nd", attached=(("application/octet-stream", "a", iptc()),)),
    mail(
        text="Ferry\n\nCaption 2: Pier\na.jpg: Quay\nPhoto credit: A",
        html='<figure><img src="cid:a@b" alt="x"><figcaption>y</figcaption></figure>',
        attached=(
            ("image/jpeg", "a.jpg", b"\xff\xd8\xff" + b"x" * 99),
            ("image/png", "b.png", b"\x89PNG\r\n\x1a\n" + b"y" * 99),
        ),
    ),
    iptc("【記事取り消し】フェリー再開", "【東京共同】「フェリー再開」の記事を全文取り消します。", charset="cp932"),
    iptc("[전문취소] 여객선", "(서울=연합뉴스) 홍길동 기자 = '여객선 재개' 기사를 취소합니다.", charset="euc_kr"),
    iptc("撤稿通知：渡轮", "新华社北京11月22日电（记者李明）《渡轮恢复》一稿现予撤销。", charset="gb18030"),
    iptc("フェリー", "（中央社記者王小明台北22日電）再開した。", charset="iso2022_jp"),
)
"""One of each shape, for what mangles them."""
