"""Which language a text is in, by its small words: enough to label a page that does not say."""

from __future__ import annotations

import re
from collections import Counter

_SMALL = {
    "en": "the of and to in that is was for on with as by at from has have it his are said",
    "de": "der die und das den von zu mit ist des im auf für nicht ein eine dem sich auch nach",
    "fr": "le la les des et du une dans est que pour qui sur au pas par plus avec ce son",
    "es": "el la los las que del y en un una por con para su se como más al lo fue",
    "it": "il la di che e del un una per della con non sono è dei nel alla le gli anche",
    "pt": "o a os as que do da em um uma para com não por dos no na se mais foi",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook door bij",
    "sv": "och att det som en på är av för med till den har inte om ett han men var jag",
    "da": "og at det er en til af på som med der den for ikke har de fra et har ved",
    "no": "og i det er en til av på som med for at ikke den har fra de et ved ble",
    "pl": "w i na z się nie do to że jest o od po przez za jak są dla oraz był",
    "cs": "a v se na že je s z do o pro to i jako za od podle by který ve",
    "fi": "ja on ei että oli se hän ovat mutta myös kun kuin joka mukaan tai sen",
    "tr": "ve bir bu da de için ile olarak daha çok olan gibi sonra kadar en ise",
    "hu": "a az és hogy nem is egy van volt meg de ez csak már szerint",
    "ru": "и в на не что с по как это для из за от он его было к а также",
    "uk": "і в на не що з та до як це для за від він його у про також є",
    "ar": "في من على إلى أن عن التي الذي مع هذا هذه كان بعد ما قال لا بين كما وقال",
}
_BY_WORD: dict[str, list[str]] = {}
for _language, _words in _SMALL.items():
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append(_language)
COMMON = frozenset(_BY_WORD) | frozenset(
    """
    about after also been before could from have here into just last more most much only other over said some such than
    that their them then there these they this those through time under very were what when where which while will with
    would year years your
    aber auch dass diese durch eine einen einer haben nach noch oder sein sich sind uber unter wenn werden wird
    avec cette comme dans elle leur mais meme nous pour plus sans sont tous tout
    cuando desde donde entre esta este hasta para pero porque sobre tambien tiene
    anche come dalla dopo essere nella questo sono stato
    более было были время если которые который может после только этого чтобы
    """.split()
)
"""Words (without accents) that stand in every text of their language, and so tell nothing of what it is about."""
_SCRIPTS = (
    ("ja", "[\u3040-\u30ff]"),
    ("zh", "[\u4e00-\u9fff]"),
    ("ko", "[\uac00-\ud7af]"),
    ("el", "[\u0370-\u03ff]"),
    ("he", "[\u0590-\u05ff]"),
    ("th", "[\u0e00-\u0e7f]"),
)


def language_of(text: str) -> str:
    """The language's tag (BCP 47); "" when the text is too short or its language none of those known here."""
    sample = text[:6000]
    for name, signs in _SCRIPTS:
        if len(re.findall(signs, sample)) > 0.2 * len(sample):
            return name
    words = re.findall(r"[^\W\d_]+", sample.lower())
    found: Counter[str] = Counter()
    for word in words:
        for name in _BY_WORD.get(word, ()):
            found[name] += 1
    if not found:
        return ""
    best, count = found.most_common(1)[0]
    return best if count >= 4 and count > 0.06 * len(words) else ""
