"""The names of the months in the languages of the wires, whole or abbreviated."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# January to December, in the forms that dates use. Arabic has three sets of names, and agencies write two at once.
_NAMES = """
january february march april may june july august september october november december
januar februar marz april mai juni juli august september oktober november dezember
janner feber maerz april mai juni juli august september oktober november dezember
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar mars april mai juni juli august september oktober november desember
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu
ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر
جانفي فيفري مارس افريل ماي جوان جويليه اوت سبتمبر اكتوبر نوفمبر ديسمبر
كانون_الثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين_الاول تشرين_الثاني كانون_الاول
"""
_ABBREVIATED = {
    "mrz": 3,
    "mz": 3,
    "sept": 9,
    "setp": 9,
    "sett": 9,
    "juin": 6,
    "juil": 7,
    "gen": 1,
    "يونيه": 6,
    "يوليه": 7,
}
_SHORTEST = 3  # letters of an abbreviation
MONTH_NAME = r"[^\W\d_]{2,14}(?: (?:الثاني|الاول|الأول))?"
"""A pattern for what may be a month's name; `month_number` tells whether it is one."""


def bare(text: str) -> str:
    """Lower case and without accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return plain.replace("ı", "i").replace("ة", "ه")


def _known() -> dict[str, int]:
    found: dict[str, int] = {}
    for row in _NAMES.split("\n"):
        for number, name in enumerate(row.split(), 1):
            whole = bare(name.replace("_", " "))
            for length in range(_SHORTEST, len(whole) + 1):
                # Of abbreviations that two months share ("mar" of "mart", "cerv"), the language named first has it.
                found.setdefault(whole[:length], number)
            found[whole] = number
    return found | _ABBREVIATED


_BY_NAME = _known()


@lru_cache(maxsize=1024)
def month_number(name: str) -> int:
    """The number of a month by its name or an abbreviation of three letters or more; 0 for another word."""
    folded = bare(name.strip(" ."))
    # Finnish dates have the partitive.
    folded = folded.removesuffix("ta") if folded.endswith("kuuta") else folded
    return next(
        (number for part in (folded, *folded.split("/"), *re.split(r"[/ ]", folded)) if (number := _BY_NAME.get(part))),
        0,
    )
