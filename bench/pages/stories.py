"""Made-up stories to fill pages with: the demo's copy, and some in scripts that it does not have."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from wireroom.demo import copybook

AGENCIES = ("AFP", "AP", "Reuters", "dpa", "MPA", "NLN")


@dataclass(frozen=True, slots=True)
class Story:
    """What a page must be read as. `day` is its day of publication."""

    headline: str
    place: str
    agency: str
    byline: str
    paragraphs: tuple[str, ...]
    language: str
    day: datetime
    caption: str = ""
    deck: str = ""


_MORE = (
    ("ru", "Северный порт впервые принял судно без экипажа", "ЛИНДХОЛЬМ", "Анна Берг", (
        "Порт Линдхольма в четверг впервые принял грузовое судно без экипажа, сообщила администрация порта.",
        "Судно длиной 80 метров прошло путь в 600 морских миль за трое суток. За рейсом следили с берега двенадцать человек, которые могли вмешаться в любую минуту.",
        "«Мы готовились к этому одиннадцать лет», — сказал начальник порта Олаф Прим. По его словам, в следующем году таких рейсов будет не меньше сорока.",
        "Профсоюз моряков выразил тревогу. Его представитель заявил, что к 2030 году могут исчезнуть три тысячи рабочих мест, и потребовал переговоров с правительством.",
        "Страховщики пока требуют, чтобы на судне находился хотя бы один человек, когда оно входит в пролив.")),
    ("ru", "Учёные нашли под ледником озеро с тёплой водой", "НОРДХАВЕН", "Пётр Лунд", (
        "Под ледником Ульвсъёкуль обнаружено озеро, температура воды в котором достигает девяти градусов, говорится в сообщении института полярных исследований.",
        "Озеро лежит на глубине 740 метров. Его нашли с помощью радара, который четыре лета подряд тянули по льду на санях.",
        "Откуда берётся тепло, пока неясно. Исследователи полагают, что под озером проходит разлом, по которому поднимается горячая вода.",
        "Бурить решено только будущей весной: до тех пор оборудование должно быть обеззаражено, чтобы не занести в озеро чужие микробы.")),
    ("ar", "ميناء ليندهولم يستقبل أول سفينة شحن بلا طاقم", "ليندهولم", "آنا بيرغ", (
        "استقبل ميناء ليندهولم يوم الخميس أول سفينة شحن تبحر من دون طاقم على متنها، بحسب ما أعلنته إدارة الميناء.",
        "وقطعت السفينة التي يبلغ طولها ثمانين مترا مسافة ستمئة ميل بحري خلال ثلاثة أيام، وتابع رحلتها من الشاطئ اثنا عشر شخصا كان بإمكانهم التدخل في أي لحظة.",
        "وقال مدير الميناء أولاف بريم \"لقد انتظرنا هذا اليوم أحد عشر عاما\"، مضيفا أن العام المقبل سيشهد ما لا يقل عن أربعين رحلة مماثلة.",
        "وأعربت نقابة البحارة عن قلقها من فقدان ثلاثة آلاف وظيفة بحلول عام 2030 وطالبت بإجراء مفاوضات مع الحكومة.")),
    ("de", "Hafen von Lindholm nimmt erstes Schiff ohne Besatzung auf", "Lindholm", "Anna Berg", (
        "Der Hafen von Lindholm hat am Donnerstag zum ersten Mal ein Frachtschiff ohne Besatzung aufgenommen. Das teilte die Hafenverwaltung mit.",
        "Das 80 Meter lange Schiff legte die 600 Seemeilen in drei Tagen zurück. Zwölf Menschen überwachten die Fahrt von Land aus und hätten jederzeit eingreifen können.",
        "«Darauf haben wir elf Jahre lang gewartet», sagte Hafenmeister Olaf Prim. Im kommenden Jahr solle es mindestens vierzig solcher Fahrten geben.",
        "Die Gewerkschaft der Seeleute zeigte sich besorgt. Bis 2030 könnten dreitausend Stellen verlorengehen, hieß es.",
        "Versicherer verlangen bislang, dass bei der Einfahrt in die Meerenge wenigstens ein Mensch an Bord ist.")),
    ("fr", "Le port de Lindholm accueille son premier cargo sans équipage", "Lindholm", "Anne Bergès", (
        "Le port de Lindholm a accueilli jeudi pour la première fois un cargo naviguant sans équipage, a annoncé son administration.",
        "Long de 80 mètres, le navire a parcouru 600 milles en trois jours, suivi depuis la côte par douze personnes qui pouvaient intervenir à tout moment.",
        "« Nous attendions ce jour depuis onze ans », a déclaré le directeur du port, Olaf Prim, qui promet au moins quarante traversées l'an prochain.",
        "Le syndicat des marins s'inquiète : trois mille emplois pourraient disparaître d'ici à 2030, selon lui, et il réclame des négociations.")),
)  # fmt: skip


def stories() -> list[Story]:
    """All stories, each with a day of its own; the same at every call."""
    chance = random.Random(7)
    began = datetime(2019, 1, 3, 9, 12)
    found = []
    for number, text in enumerate(one for one in copybook.standing() if len(one.paragraphs) >= 3):
        day = began + timedelta(days=11 * number % 1400, minutes=37 * number)
        text = text.at(day)
        found.append(
            Story(
                text.headline, text.place, chance.choice(AGENCIES), text.byline or "Staff Writers", text.paragraphs,
                text.language, day, text.caption, chance.choice(("", "", f"What officials in {text.place.title()} say, and what they leave out")),
            )
        )  # fmt: skip
    for number, (language, headline, place, byline, paragraphs) in enumerate(_MORE * 2):
        day = began + timedelta(days=17 * number + 5)
        found.append(Story(headline, place, chance.choice(AGENCIES), byline, paragraphs, language, day))
    return found
