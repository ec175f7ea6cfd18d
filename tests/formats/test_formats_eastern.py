"""Wires in Chinese, Japanese and Korean: their sets of bytes, datelines, and words that kill, hold and correct."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.textwires import anpa, iptc, mail
from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import Hint, words
from wireroom.formats.dateline import parse, split_from_body
from wireroom.news import Act, Status, Version

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
JAPANESE = (
    "【リンドホルム共同】ノルトハーフェンとリンドホルムを結ぶフェリーが、一週間の嵐の後、二十二日に運航を再開した。",
    "港湾当局によると、始発便には約四十人が乗船した。市長は「安全を最優先に対応した」と述べた。",
)
SIMPLIFIED = (
    "新华社北京11月22日电（记者李明）经过一周的风暴，往返于北港和林德霍尔姆之间的渡轮22日恢复运营。",
    "港务局表示，首班渡轮清晨出发，载有40名乘客，有关部门将加强检查，确保旅客出行平安。",
)
TRADITIONAL = (
    "（中央社記者王小明台北22日電）經過一週的暴風雨，往返北港與林德霍姆之間的渡輪今天恢復營運。",
    "港務局表示，首班渡輪清晨出發，載有40名乘客，相關單位將加強檢查，確保旅客平安。",
)
KOREAN = (
    "(서울=연합뉴스) 홍길동 기자 = 일주일간 이어진 폭풍우로 중단됐던 북항과 린드홀름을 오가는 여객선 운항이 재개됐다.",
    "항만청은 첫 배가 승객 40명을 태우고 새벽에 출발했다고 22일 밝혔다. 다음 배는 오후 3시에 출발할 예정이다.",
)
SETS = [
    *((JAPANESE, charset) for charset in ("shift_jis", "cp932", "euc_jp", "iso2022_jp", "utf-8")),
    *((SIMPLIFIED, charset) for charset in ("gb2312", "gbk", "gb18030", "utf-8")),
    *((TRADITIONAL, charset) for charset in ("big5", "utf-8")),
    *((KOREAN, charset) for charset in ("euc_kr", "cp949", "iso2022_kr", "utf-8")),
]
Copy = tuple[str, ...]
HEADLINES: dict[Copy, str] = {
    JAPANESE: "フェリー再開",
    SIMPLIFIED: "渡轮恢复运营",
    TRADITIONAL: "渡輪恢復營運",
    KOREAN: "여객선 운항 재개",
}


def one(data: bytes, format: str | None = None, **known: str) -> Version:
    (version,) = formats.read(data, Hint(**known), format=format).versions  # type: ignore[arg-type]
    return version


def nitf(text: Copy, charset: str, declared: str) -> bytes:
    paragraphs = "".join(f"<p>{one}</p>" for one in text)
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\n<nitf><head><title>t</title><docdata><doc-id id-string="1"/>'
        f"</docdata></head><body><body.head><hedline><hl1>{HEADLINES[text]}</hl1></hedline></body.head><body.content>"
        f"{paragraphs}</body.content></body></nitf>"
    ).encode(charset)


@pytest.mark.parametrize(("text", "charset"), SETS)
def test_a_text_wire_in_any_of_the_sets_is_the_same_copy(text: Copy, charset: str) -> None:
    found = one(iptc(HEADLINES[text], *text, charset=charset), provider="MPA")
    assert found == one(iptc(HEADLINES[text], *text, charset="utf-8"), provider="MPA")
    assert found.headline == HEADLINES[text]
    assert text[1] in found.body


@pytest.mark.parametrize(("text", "charset"), SETS)
def test_anpa_in_any_of_the_sets(text: Copy, charset: str) -> None:
    data = anpa(HEADLINES[text], *text).decode().encode(charset)
    assert one(data).headline == HEADLINES[text]


@pytest.mark.parametrize(("text", "charset"), SETS)
@pytest.mark.parametrize(
    "lie", ["", "iso-8859-1", "utf-8", "Shift_JIS", "EUC-JP", "GB2312", "Big5", "euc-kr", "nonsense"]
)
def test_xml_that_declares_its_set_another_or_none_is_the_same_copy(text: Copy, charset: str, lie: str) -> None:
    declared = lie or charset.replace("iso2022_", "iso-2022-").replace("_", "-")
    found = one(nitf(text, charset, declared))
    assert (found.headline, text[1] in found.body) == (HEADLINES[text], True)


@pytest.mark.parametrize(("text", "charset"), [pair for pair in SETS if not pair[1].startswith(("utf", "cp"))])
def test_a_mail_in_the_set_that_it_declares(text: Copy, charset: str) -> None:
    data = (
        "From: desk@mpa.example\nSubject: x\nContent-Type: text/plain; "
        f"charset={charset.replace('2022_', '-2022-')}\n\n"
    ).encode() + "\n\n".join(text).encode(charset)
    assert text[1] in one(data, "email").body


def test_a_subject_in_iso_2022_jp() -> None:
    assert one(mail("=?ISO-2022-JP?B?GyRCJVUlJyVqITwbKEI=?= 1")).headline == "フェリー 1"


def test_a_subject_in_a_set_that_nobody_can_tell_is_left_out() -> None:
    data = mail(text="The ferry is back.").replace(b"Ferry back in service", "Паромное сообщение".encode("cp1251"))
    assert one(data, "email").headline == "The ferry is back"


def test_a_subject_in_plain_utf_8() -> None:
    data = mail(text="The ferry is back.").replace(b"Ferry back in service", "渡轮恢复".encode())
    assert one(data, "email").headline == "渡轮恢复"


@pytest.mark.parametrize("charset", ["cp932", "euc_jp"])
def test_too_little_to_tell_the_set_is_not_read_as_anything(charset: str) -> None:
    with pytest.raises(UnreadableError, match="Japanese"):
        one(iptc("フェリー再開", "再開した。", charset=charset))


@pytest.mark.parametrize("charset", ["cp932", "euc_jp"])
def test_the_sources_language_tells_what_the_bytes_do_not(charset: str) -> None:
    data = iptc("フェリー再開", "再開した。", charset=charset)
    assert one(data, language="ja").headline == "フェリー再開"


def test_a_language_that_the_bytes_are_not_in_is_refused() -> None:
    with pytest.raises(UnreadableError, match="cannot be told"):
        one(iptc(HEADLINES[KOREAN], *KOREAN, charset="euc_kr"), language="zh")


def test_noise_within_a_letter_is_no_reason_to_guess() -> None:
    data = iptc(HEADLINES[JAPANESE], *JAPANESE, charset="cp932").replace(b"\x82\xcc", b"\x82\xff", 1)
    with pytest.raises(UnreadableError):
        one(data)


def test_escapes_that_nobody_keeps_to_are_refused() -> None:
    with pytest.raises(UnreadableError, match="ISO 2022"):
        one(iptc("x", "y").replace(b"x =", b"\x1b$B\x01\xff\xff ="))


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Паромное сообщение возобновлено после недели штормов, сообщило портовое управление.", "cp1251"),
        ("Το πλοίο επέστρεψε μετά από μια εβδομάδα καταιγίδων, ανακοίνωσε το λιμεναρχείο.", "cp1253"),
        ("عادت العبارة إلى الخدمة بعد أسبوع من العواصف، بحسب مكتب الميناء.", "cp1256"),
    ],
)
def test_other_letters_in_eight_bits_need_a_language(text: str, charset: str) -> None:
    data = iptc("x", text, charset=charset)
    with pytest.raises(UnreadableError, match="Latin"):
        one(data)
    language = {"cp1251": "ru", "cp1253": "el", "cp1256": "ar"}[charset]
    assert text.split()[-1].rstrip(".") in one(data, language=language).body


@given(
    st.lists(st.sampled_from("Fähre für Größe déjà été „Über“ – señor Ångström naïve Öl às cœur ß Æ 5 % »Ja«".split()))
)
def test_latin_copy_in_eight_bits_stays_what_it_is(parts: list[str]) -> None:
    text = " ".join(["Lindholm", *parts, "end"])
    assert text in one(iptc("Head", text, charset="cp1252")).body


def test_lines_of_one_paragraph_join_without_a_space_where_there_are_none() -> None:
    found = one(iptc("x", "フェリーが運航\r\nを再開した。\r\n\u3000市長は喜んだ。"))
    assert found.body == "<p>フェリーが運航を再開した。</p>\n<p>市長は喜んだ。</p>"
    assert "운항이 재개" in one(iptc("x", "여객선 운항이\r\n재개됐다.")).body


@pytest.mark.parametrize(
    ("text", "place", "on", "agency"),
    [
        ("【東京共同】フェリーが", "東京", None, "共同"),
        ("【ワシントン共同＝山田太郎】米政府は", "ワシントン", None, "共同"),
        ("【北京＝時事】中国は", "北京", None, "時事"),
        ("［東京　２２日　ロイター］ - 日経平均は", "東京", 22, "ロイター"),
        ("【ソウル22日聯合ニュース】韓国は", "ソウル", 22, "聯合ニュース"),
        ("(서울=연합뉴스) 홍길동 기자 = 여객선이", "서울", None, "연합뉴스"),
        ("[서울=뉴시스]홍길동 기자 = 여객선이", "서울", None, "뉴시스"),
        ("(파리 AFP=연합뉴스) 프랑스는", "파리", None, "연합뉴스"),
        ("(평양 11월 22일발 조선중앙통신) 여객선이", "평양", 22, "조선중앙통신"),
        ("新华社北京11月22日电（记者李明）经过", "北京", 22, "新华社"),
        ("新华社北京１１月２２日电 经过", "北京", 22, "新华社"),
        ("中新网11月22日电 经过", "", 22, "中新网"),
        ("新華社香港11月22日電　經過", "香港", 22, "新華社"),
        ("（中央社記者王小明台北22日電）經過", "台北", 22, "中央社"),
        ("（中央社華盛頓21日綜合外電報導）經過", "華盛頓", 21, "中央社"),
    ],
)
def test_datelines(text: str, place: str, on: int | None, agency: str) -> None:
    found, rest = split_from_body(text, year_hint=NOW)
    assert (found.place, found.provider) == (place, agency)
    assert found.on == (date(2026, 11, on) if on else None)
    assert len(rest) <= 6 and rest == text[-len(rest) :]


@pytest.mark.parametrize(
    "text",
    [
        "【速報】フェリー再開",
        "（写真）王小明",
        "(서울=수도) 한국은",
        "[A=B] 여객선",
        "新华社快讯：渡轮",
        "【お知らせ】共同で",
        "法新社説",
    ],
)
def test_what_only_looks_like_a_dateline_is_copy(text: str) -> None:
    assert split_from_body(text, year_hint=NOW)[1] == text


@pytest.mark.parametrize(
    ("field", "place"), [("新华社北京11月22日电", "北京"), ("【東京共同】", "東京"), ("(서울=연합뉴스)", "서울")]
)
def test_a_dateline_in_its_own_field(field: str, place: str) -> None:
    assert parse(field, year_hint=NOW).place == place


def test_a_day_alone_is_of_the_nearest_month() -> None:
    found, _ = split_from_body("（中央社台北30日電）經過", year_hint=datetime(2026, 12, 1, tzinfo=UTC))
    assert found.on == date(2026, 11, 30)


def test_a_dateline_is_taken_out_of_the_copy() -> None:
    found = one(iptc(HEADLINES[SIMPLIFIED], *SIMPLIFIED))
    assert found.body.startswith("<p>经过一周")
    assert (found.dateline.place, found.dateline.on) == ("北京", date(2026, 11, 22))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "【全文取り消し】",
            "全文取り消し",
            "【記事取り消し】フェリー再開",
            "この記事は取り消します。",
            "撤稿通知：渡轮恢复运营",
        ),
        *(
            "【撤稿】",
            "本稿现予撤销。",
            "전문취소",
            "[전문취소] 여객선 운항 재개",
            "(기사 취소)",
            "이 기사는 전문 취소합니다.",
        ),
    ],
)
def test_kills(line: str) -> None:
    assert words.kill(line)


@pytest.mark.parametrize(
    "line",
    [
        "取り消し",
        "撤稿",
        "取消：今夜の予定",
        "撤稿：渡轮",
        "취소",
        "請勿使用",
        "使用しないでください",
        "사용 금지",
        "註銷",
    ],
)
def test_what_may_be_a_kill_or_withholds_is_held(line: str) -> None:
    assert not words.kill(line)
    assert words.hold(line)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "政府、認可取り消し",
            "「この記事は取り消します」と社長",
            "免許取り消しの男逮捕",
            "法院撤销判决",
            "论文撤稿风波",
            "콘서트 전격 취소",
        ),
        *("[속보] 여객선 운항 재개", "【独自】取り消し求め提訴", "지지율 하락에 법안 보류", "新幹線の使用禁止に"),
    ],
)
def test_news_of_kills_is_news(line: str) -> None:
    assert not words.kill(line)
    assert not words.hold(line)


@pytest.mark.parametrize("line", ["記事取り消し", "撤稿", "전문취소", "作廢"])
def test_a_take_line_kills_a_text_wires_item(line: str) -> None:
    assert one(iptc("フェリー再開", *JAPANESE, takes=(line,))).status is Status.CANCELED


@pytest.mark.parametrize(
    ("text", "headline", "on"),
    [
        ("【記事取り消し】22日配信の「フェリー再開」の記事を全文取り消します。", "フェリー再開", None),
        ("撤稿通知：我社11月22日播发的《渡轮恢复运营》一稿，现予撤销，请勿使用。", "渡轮恢复运营", date(2026, 11, 22)),
        ("[기사취소] 11월 22일 송고한 '여객선 운항 재개' 기사를 취소합니다.", "여객선 운항 재개", date(2026, 11, 22)),
    ],
)
def test_an_order_names_its_story(text: str, headline: str, on: date | None) -> None:
    (order,) = words.orders("", [text], created=NOW)
    assert (order.act, order.headline, order.on, order.sure) == (Act.KILL, headline, on, True)


def test_an_order_without_a_call_to_editors_is_in_doubt() -> None:
    (order,) = words.orders("先に送信した「フェリー再開」の記事を取り消します。", created=NOW)
    assert (order.act, order.sure) == (Act.KILL, False)


def test_an_order_to_hold() -> None:
    (order,) = words.orders("編集各位：「フェリー再開」の記事は使用を見合わせてください", created=NOW)
    assert (order.act, order.headline) == (Act.HOLD, "フェリー再開")


@pytest.mark.parametrize(
    "text",
    [
        "社長は「記事を取り消します」と述べた。",
        "法院撤销了《渡轮法》的报道限制",
        "조합은 '여객선 운항 재개' 기사를 취소했습니다",
        "会社は「フェリー再開」の記事を取り消した。",
    ],
)
def test_a_story_about_a_kill_orders_nothing(text: str) -> None:
    assert words.orders(text, [text], created=NOW) == ()


@pytest.mark.parametrize(
    ("headline", "signal"),
    [
        ("【訂正】フェリー再開", "correction"),
        ("更正：渡轮恢复运营", "correction"),
        ("（更正）渡輪恢復營運", "correction"),
        ("[정정] 여객선 운항 재개", "correction"),
        ("<고침> 여객선 운항 재개", "correction"),
        ("여객선 운항 재개(종합2보)", "update"),
        ("（差し替え）フェリー再開", "update"),
        ("政府、訂正へ", ""),
        ("여객선 운항 재개 (서울)", ""),
    ],
)
def test_corrections_and_updates(headline: str, signal: str) -> None:
    assert words.signal(headline) == signal


@pytest.mark.parametrize("line", ["解禁日時：23日午前5時", "엠바고: 23일 오전 5시", "禁发：23日5时"])
def test_an_embargo_without_a_time_that_is_understood_holds(line: str) -> None:
    assert one(iptc("x", *JAPANESE, takes=(f"({line})",))).hold


def test_a_long_story_orders_nothing_by_its_paragraphs() -> None:
    text = "【記事取り消し】「フェリー再開」の記事を取り消します。"
    assert words.orders("", [text, "二" * 600]) == ()
