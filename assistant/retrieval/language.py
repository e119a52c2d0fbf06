"""Questions in a language the documents do not speak: told apart safely, and answered in that language.

Search and ranking read English. What they make of another language is chance, and a fan deserves to hear that rather
than sentences about something else. Only what is sure counts as foreign: another script, or function words of one
language, and in either case no word that only English has: an English question may name a foreign thing. A chat model
reads most languages, so with one nothing is turned away here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.text import fold, words

LEAST_WORDS = 2
"""Function words of another language that make a question one of it."""

_ENGLISH = frozenset(
    """
    a about all an and any are at be but by can could did do does for from had has have how i if in is it its many me
    much my not of on or so tell than that the their them then there these they this to was we were what when where
    which who whom whose why will with would you your
    """.split()
)
_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(listing.split())
    for language, listing in {
        "de": "der die das den dem des ein eine einen einem einer und oder ist sind war waren wurde wurden hat "
        "haben hatte wer was wann wo warum wieso weshalb wie viel viele welche welcher welches welchen mit "
        "von vom zu zum zur für auf im bei aus nach über nicht ich du er sie es wir ihr sein seine seiner "
        "ihre gab heißt hieß",
        "fr": "le la les un une des du de et ou est sont était étaient été fut a ont avait qui que quoi quand où "
        "pourquoi comment combien quel quelle quels quelles avec pour sur dans par pas je tu il elle nous "
        "vous ils ce cette ces son sa ses leur au aux c'est qu'est",
        "es": "el la los las un una unos unas de del y o es son era eran fue fueron ha han había quién quien qué "
        "que cuándo cuando dónde donde por para cómo como cuánto cuánta cuántos cuántas cuál cuáles con en no "
        "se su sus al este esta costó cuesta",
        "it": "il lo la gli le un uno una di del della dei delle e o è sono era erano fu stato stata ha hanno chi "
        "che cosa quando dove perché come quanto quanti quale quali con per su nel nella non si suo sua al "
        "questo questa",
        "pt": "o os as um uma uns de do da dos das e ou é são era eram foi foram tem quem que quando onde porque "
        "como quanto quantos qual quais com para em no na não se seu sua ao este esta custou",
        "nl": "de het een en of is zijn was waren werd werden heeft hebben had wie wat wanneer waar waarom hoe veel "
        "welke welk met van voor op bij uit naar niet ik je hij zij wij dat deze dit zijn haar hun kostte",
    }.items()
}
_ONLY_IN_ENGLISH = _ENGLISH - frozenset[str]().union(*_FUNCTION_WORDS.values())
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]{2}")),
    ("ru", re.compile(r"[\u0400-\u04ff]{3}")),
    ("ar", re.compile(r"[\u0600-\u06ff]{3}")),
)
_ONLY_ENGLISH = {
    "de": "Ich kann nur englische Fragen beantworten, denn die Dokumente sind auf Englisch. Bitte fragen Sie "
    "noch einmal auf Englisch.",
    "fr": "Je ne peux répondre qu’à des questions en anglais, car les documents sont en anglais. Posez votre "
    "question en anglais, s’il vous plaît.",
    "es": "Solo puedo responder a preguntas en inglés, porque los documentos están en inglés. Por favor, "
    "pregunte en inglés.",
    "it": "Posso rispondere solo a domande in inglese, perché i documenti sono in inglese. Per favore, chieda "
    "in inglese.",
    "pt": "Só posso responder a perguntas em inglês, porque os documentos estão em inglês. Por favor, pergunte "
    "em inglês.",
    "nl": "Ik kan alleen Engelse vragen beantwoorden, want de documenten zijn in het Engels. Stel uw vraag "
    "alstublieft in het Engels.",
    "ja": "資料が英語のため、英語の質問にだけお答えできます。英語でもう一度お尋ねください。",
    "ko": "문서가 영어로 되어 있어 영어 질문에만 답할 수 있습니다. 영어로 다시 질문해 주세요.",
    "zh": "资料是英文的，所以我只能回答英文问题。请用英文再问一次。",
    "ru": "Я могу отвечать только на вопросы на английском языке, потому что документы на английском. "
    "Пожалуйста, спросите по-английски.",
    "ar": "لا يمكنني الإجابة إلا عن الأسئلة باللغة الإنجليزية لأن الوثائق بالإنجليزية. من فضلك اسأل "
    "بالإنجليزية.",
}


def foreign_language(question: str) -> str | None:
    """The code of the language of `question` where it is surely not English."""
    said = {*words(question), *(word for word in fold(question).replace("?", " ").split() if "'" in word)}
    if said & _ONLY_IN_ENGLISH:
        return None
    for language, script in _SCRIPTS:
        if script.search(question):
            return language
    counts = {language: len(said & listing - _ENGLISH) for language, listing in _FUNCTION_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= LEAST_WORDS else None


def only_english(language: str) -> str:
    """The request to ask in English, in `language`."""
    return _ONLY_ENGLISH[language]
