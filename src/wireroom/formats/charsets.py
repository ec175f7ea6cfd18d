"""Which characters a wire's bytes stand for: by marks, escapes and declarations that fit, else by what reads plausibly.

Bytes of Chinese, Japanese and Korean sets can nearly always be decoded by each other's: what then stands there is no
language. So a decoding counts only when its characters are those that the language is written with most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from wireroom.errors import UnreadableError

# The characters that running text of each language consists of for the most part: of Japanese all kana, of Chinese and
# Korean what makes up half of any news page.
_KANA = "".join(map(chr, [*range(0x3041, 0x3094), *range(0x30A1, 0x30F7), 0x30FC]))
_MOST_USED = {
    "ja": _KANA + "日一国人年大会社部東京事本月時方業者新政氏分発地長米上場株式円高経済市選相議員開再安全前比",
    "zh-Hans": (
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
        "法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前"
        "外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军"
        "情最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手"
        "角期根论运农指几九区强放决西被干做必战先回则任取据处府研百京报记者华市北际美元增"
    ),
    "zh-Hant": (
        "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學"
        "法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前"
        "外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍"
        "情最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手"
        "台灣灣記者報導北市央縣美元增總統今表示府院委黨"
    ),
    "ko": (
        "이다는을의에고가지한하기사은로도를리대인서자어시정해으일아나보부과전그스수있주장라상원동제국구들만비오조성여마공소관위"
        "경신선미우연학개유진민세금무방안중화생중운영당산년월명회북발실적되했습니까면것와게내단반분식계교문양업요될할통된었"
        "재현모간용터려치트르드러거청심날물말러바입출행표결집령총후보외합의남작추건데었네체력권히특별히약본강각책배"
    ),
}


@dataclass(frozen=True, slots=True)
class _Charset:
    """One encoding as Python names it, widened where the narrow one does not do; and the writing that is sent in it."""

    codecs: tuple[str, ...]
    writing: str
    language: str

    def read(self, data: bytes) -> str | None:
        """The bytes as text, None when they are not of this set."""
        for codec in self.codecs:
            try:
                return data.decode(codec)
            except UnicodeDecodeError:
                continue
        return None


# The wider set stands for the narrower that it contains: what calls itself GB2312 is mostly GBK.
_EASTERN = {
    "shift_jis": _Charset(("cp932",), "ja", "ja"),
    "euc-jp": _Charset(("euc_jp",), "ja", "ja"),
    "gb18030": _Charset(("gb18030",), "zh-Hans", "zh"),
    "big5": _Charset(("cp950", "big5hkscs"), "zh-Hant", "zh"),
    "euc-kr": _Charset(("cp949",), "ko", "ko"),
}
_NAMES = {
    "shift_jis": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j ms932 cp932",
    "euc-jp": "euc-jp euc_jp x-euc-jp eucjp",
    "gb18030": "gb2312 gbk gb18030 cp936 ms936 x-gbk euc-cn gb_2312-80",
    "big5": "big5 big-5 cp950 ms950 x-big5 cn-big5 big5-hkscs big5hkscs big5_hkscs",
    "euc-kr": "euc-kr euc_kr euckr ks_c_5601-1987 ks_c_5601 ksc5601 cp949 ms949 uhc windows-949",
}
_BY_NAME = {name: _EASTERN[charset] for charset, names in _NAMES.items() for name in names.split()}
# ISO 2022: what shifts into a set of two bytes, and who reads it (RFC 1468, 1554, 1557 and 2237).
_SHIFTS = re.compile(rb"\x1b\$(?:(?P<ko>\)C)|[@B]|\([@BCDAO-Q])|\x1b\([IJ]")
_ESCAPED = {True: ("iso2022_kr",), False: ("iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_3", "iso2022_jp_2004")}
_LOOKED_AT = 60_000  # characters of a decoding
_PLAUSIBLE = 0.3  # share of the letters that must be those most used; running text has about half, a wrong set a tenth
_EXPECTED = 0.15  # the same where the language or the declaration says that it is this set: names have rare characters
_ENOUGH = 12  # letters: of fewer nobody can tell the language
_FEW = 3  # letters: of fewer not even that they are such
_APART = 2  # how many times as plausible as the next it must be
_WRITTEN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\ue000-\uf8ff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
_LONG_RUN = re.compile(rb"[\x80-\xff]{6,}")
_HIGH = bytes(range(0x80, 0x100))
_DISTINCT = 4  # bytes of a long run: a row of dashes is none
_TODO = "name the language of this source in network.toml (`language`), or ask the agency to send UTF-8"


def escaped(data: bytes) -> str | None:
    """Text in a set that escape sequences switch to (ISO-2022-JP, ISO-2022-KR); None for any other.

    Raises UnreadableError for one that does not keep to its own escapes.
    """
    shift = _SHIFTS.search(data)
    if shift is None:
        return None
    for codec in _ESCAPED[shift["ko"] is not None]:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("its escape sequences are those of ISO 2022, and its bytes do not keep to them", todo=_TODO)


def is_eastern(name: str) -> bool:
    """Whether a declaration names a set of Chinese, Japanese or Korean."""
    name = name.strip().lower()
    return name in _BY_NAME or name.startswith("iso-2022-")


def stated(data: bytes, name: str) -> str | None:
    """The bytes by the Chinese, Japanese or Korean set that a declaration names, if they may be that; else None."""
    charset = _BY_NAME.get(name.strip().lower())
    text = charset.read(data) if charset else None
    if charset is None or text is None:
        return None
    letters, share = _share(text, charset.writing)
    return text if letters < _ENOUGH or share >= _EXPECTED else None


def guessed(data: bytes, language: str = "", *, eastern: bool = False) -> str | None:
    """The text of bytes that nothing declares and that are no UTF-8; None when they are none of these languages.

    `language` is what the source says of its copy, `eastern` that a declaration named one of these sets. Raises
    UnreadableError when it is one of them and cannot be told which: half of the wrong ones would look like copy.
    """
    expected = [one for one in _EASTERN.values() if one.language == language.lower()[:2]]
    eastern = eastern or bool(expected)
    if not eastern and not _may_be_eastern(data):
        return None
    found: list[tuple[float, int, str]] = []
    for one in expected or _EASTERN.values():
        if (text := one.read(data)) is not None:
            letters, share = _share(text, one.writing)
            found.append((share, letters, text))
    found.sort(key=lambda one: -one[0])
    share, letters, text = found[0] if found else (0.0, 0, "")
    apart = len(found) < 2 or share >= found[1][0] * _APART
    if share >= (_EXPECTED if eastern else _PLAUSIBLE) and apart and (eastern or letters >= _ENOUGH):
        return text
    if eastern or (share >= _PLAUSIBLE and letters >= _FEW):
        raise UnreadableError(
            "it is Chinese, Japanese or Korean in a set that cannot be told from its bytes", todo=_TODO
        )
    return None


def refuse_unknown(data: bytes) -> None:
    """Raises UnreadableError for bytes that are no text in Latin letters: there accents do not come in long runs."""
    if any(len(set(run)) >= _DISTINCT for run in _LONG_RUN.findall(data)):
        raise UnreadableError(
            "it is no UTF-8 and not in Latin letters, and what set it is in cannot be told", todo=_TODO
        )


def _may_be_eastern(data: bytes) -> bool:
    """Whether bytes beyond ASCII come in runs, as no letters with accents do."""
    high = len(data) - len(data.translate(None, _HIGH))
    return sum(len(run) for run in _HIGH_RUN.findall(data)) * 2 > high > 0


@cache
def _most_used(writing: str) -> frozenset[str]:
    return frozenset(_MOST_USED[writing])


def _share(text: str, writing: str) -> tuple[int, float]:
    """How many letters of these languages are in a text, and what share of them this writing uses most."""
    letters = _WRITTEN.findall(text[:_LOOKED_AT])
    common = _most_used(writing)
    return len(letters), sum(letter in common for letter in letters) / max(1, len(letters))
