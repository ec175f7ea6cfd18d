"""The names of the months in the languages of the wires, whole or abbreviated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
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
# Of these only whole names, as they stand in dates and by themselves: shortened, they would be other languages' words.
# Where one word means two months ("listopada": November in Polish, October in Croatian), the rows above have it.
_WHOLE_NAMES = """
januar februar marts april maj juni juli august september oktober november december
styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien
leden unor brezen duben kveten cerven cervenec srpen zari rijen listopad prosinec
januara februara marca aprila maja juna jula augusta septembra oktobra novembra decembra
januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra
januar februar mart april maj jun jul avgust septembar oktobar novembar decembar
januar februar marec april maj junij julij avgust september oktober november december
sijecnja veljace ozujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
sijecanj veljaca ozujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac
януари февруари март април май юни юли август септември октомври ноември декември
јануари февруари март април мај јуни јули август септември октомври ноември декември
јануар фебруар март април мај јун јул август септембар октобар новембар децембар
јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня
студзень люты сакавік красавік май чэрвень ліпень жнівень верасень кастрычнік лістапад снежань
ιανουαριος φεβρουαριος μαρτιος απριλιος μαιος ιουνιος ιουλιος αυγουστος σεπτεμβριος οκτωβριος νοεμβριος δεκεμβριος
yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
januari februari maret april mei juni juli agustus september oktober november desember
januari februari mac april mei jun julai ogos september oktober november disember
enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre
xaneiro febreiro marzo abril maio xuno xullo agosto setembro outubro novembro decembro
urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua
jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember
janvaris februaris marts aprilis maijs junijs julijs augusts septembris oktobris novembris decembris
sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio
sausis vasaris kovas balandis geguze birzelis liepa rugpjutis rugsejis spalis lapkritis gruodis
janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor
იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი
հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի
հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր նոյեմբեր դեկտեմբեր
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר
يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر
ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر
جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
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


def _named(table: str) -> Iterator[tuple[str, int]]:
    for row in table.splitlines():
        for number, name in enumerate(row.split(), 1):
            yield bare(name.replace("_", " ")), number


def _known() -> dict[str, int]:
    # Of words and abbreviations that two months share ("mar" of "mart", "cerv"), the language named first has it.
    whole: dict[str, int] = {}
    short: dict[str, int] = {}
    for name, number in _named(_NAMES):
        whole.setdefault(name, number)
        for length in range(_SHORTEST, len(name)):
            short.setdefault(name[:length], number)
    for name, number in _named(_WHOLE_NAMES):
        whole.setdefault(name, number)
    return short | whole | _ABBREVIATED


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
