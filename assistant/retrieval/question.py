"""What a question asks for: the sort of answer, and whether a sentence holds one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from assistant.domain import Sentence
from assistant.text import words


class Expects(StrEnum):
    """The sort of thing that answers a question."""

    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    LEADER = "leader"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    DEFINITION = "definition"
    VIEW = "view"
    ANYTHING = "anything"


# Something must be paid or have a price: not how much light it gives, how much sales grew or how much faster it is.
_HOW_MUCH = (
    r"\bhow much(?: more| less)?"
    r"(?:\s*(?:[?.!,;]|$)|"
    r" (?:for|in|new|cheaper|dearer|money|cash|capital|profit|revenue|income|debt|rent|tax|compensation)\b|"
    r" (?:did|do|does|would|will|could|should|has|have|had)\b.*"
    r"\b(?:cost|pay|paid|spend|spent|charged?|ask|fetch|bring|demand|bid|lend|lent|come to|earn(?:ed)?|make|made|"
    r"raised?|lose|lost|offer(?:ed)?|invest(?:ed)?|borrow(?:ed)?|buy|owe|be|set|"
    r"(?:sell|sold|get|got|go|gone|want|take|taken)\b.* for)\b|"
    r"(?: (?:it|they|that|an?|the)\b.*)? (?:is|are|was|were)\b"
    r"(?! (?:known|left|lost|sold|made|done|built|true|used|needed|changed|improved)\b)(?!.*\bthan\b))"
)
# What a mistake costs somebody is no price: "Did it cost him his job?"
_COST = (
    r"\bcosts?\b(?! (?!(?:in|at|on|for|with|when|during|before|after|from|to|by|and|per) )(?:\w+ ){1,2}"
    r"(?:his|her|its|their|your|our|my)\b)(?! (?:him|her|them|us|me|you) the\b)"
)
_ROLES = (
    r"ceo|chief executive|managing director|director general|president|chair(?:man|woman|person)?|"
    r"head of (?:the |your )?(?:firm|company|house|business|studio|works)"
)
_ASKS = {
    Expects.VIEW: r"\bwhat (?:did|do|does|would|was|is) (?:\S+ ){1,4}(?:think|feel|say|believe|view|call|tell)\b|"
    r"\b(?:opinion|view|thoughts) (?:of|on|about)\b|\bhow did (?:\S+ ){1,3}(?:feel|persuade|explain|react)\b|"
    r"\bwhat (?:did|do|does|would) (?:\S+ ){1,4}make of\b|\b(?:do|does|did|would) (?:\S+ ){0,2}"
    r"(?!(?:look|sound|feel|taste|smell|seem|be|work|act|anything|something) )\S+ like\b(?! to\b)",
    Expects.MONEY: rf"{_HOW_MUCH}|{_COST}|\bhow expensive\b|\bprices?\b|\bpriced\b|"
    r"\bhow many (?:dollars|euros)\b|\bbudget\b|\bfees?\b|\bsalar(?:y|ies)\b|\bwages?\b|"
    r"\bwhat (?:did|does|was|were|do) (?:\S+ ){1,5}(?:paid|pay|earn)\b",
    Expects.NUMBER: r"\bhow (?:many|much|long|old|far|fast|tall|big|large|often|high|heavy|deep|wide|thick|thin)\b|"
    r"\bwhat (?:percent(?:age)?|number|share)\b|\b(?:in|as a) percent(?:age)?\b|"
    r"\bin (?:inches|grams|kilograms|hours)\b",
    Expects.DATE: r"\bwhen\s+(?:was|is|were|are|did|does|do|will|had|has|can|could|would)\b|"
    r"^when\b(?!.*(?:(?<!\band) (?:who|whom|whose|what|which|where|why|how)\b|"
    r", (?:did|do|does|was|were|is|are|has|had|could|would)\b))|"
    r"\b(?:what|which) (?:year|date|day|month|decade|time)\b",
    Expects.REASON: r"^why\b|\bwhy (?:did|was|were|is|are|do|does|not|had|has|would)\b|\bhow come\b|"
    r"\bwhat (?:was|is|were) the (?:reason|inspiration|motivation|idea)|\breasons?\b",
    Expects.LEADER: r"\bwho(?:['’]?s| is| are| was| were)?(?: now| currently| actually)*"
    r" (?:succeeded|took over from|runs?|running|ran|leads?|leading|led|heads?|heading|headed|in charge|"
    rf"manages|managed|(?:the |your |its |their |\S+['’]s )?(?:current |new |present )?(?:boss|{_ROLES}))\b",
    Expects.PERSON: r"\bwho\b|\bwhose\b|\bwhom\b|\bwhich (?:person|designer|engineer|director|artist|ceo)\b",
    Expects.PLACE: r"\bwhere\b(?!.*\b(?:come|came|comes|name|idea)\b)|"
    r"\b(?:what|which) (?:city|country|place|town|state|venue|location)\b",
}
_DEFINITION = re.compile(
    r"^(?:and )?(?:what|who)(?: (?:is|was|are|were)|['’]s) "
    r"(?!(?:its|his|her|their|your|our|my) |.*(?:\w['’]s?\s+\w|\b(?:prices?|costs?)\W*$))"  # somebody's what?
    r"(?:(?:a|an|the) )?[\w.,'’()/+ -]{1,40}\?*$|"
    r"^(?:please )?(?:tell me (?:something |more )?about|describe|explain) [\w.,'’()/+ -]{1,50}[?.!]*$",
    re.IGNORECASE,
)
_RELATION = re.compile(r"\b(?:of|in|for|behind|that|which|between|with|on|by)\b", re.IGNORECASE)
_ASKED = {expects: re.compile(pattern, re.IGNORECASE) for expects, pattern in _ASKS.items()}

_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_COUNT_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundreds?|thousands?|million|billion|half|once|twice|several|couple"
)
_HOLDS = {
    Expects.DATE: re.compile(
        rf"\b(?:1[4-9]|20)\d\d\b|\b{_MONTHS}|\b\d0s\b|\bcentury\b|"
        r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\bo['’]clock\b|\bnoon\b|"
        r"\b(?:every|each|once a) (?:day|week|month|year|spring|summer|autumn|fall|winter)\b|"
        r"\b(?:days?|weeks?|months?|years?) (?:later|before|after|earlier)\b",
    ),
    Expects.MONEY: re.compile(
        r"[$€£¥₹]\s?\d|\b\d[\d,.]*\s?(?:(?:thousand|million|billion) )?(?:dollars?|cents?|pence|USD|euros?|pounds)\b|"
        r"\b(?:thousand|million|billion) pounds\b|"
        r"\b(?:free|dollars?|euros|crowns|kron(?:or|er|a)|francs|guilders|lire|rupees|yen|"
        r"(?:launch )?(?:price|cost)(?: \(?\w+\)?)?: ?\d)|"
        r"\b(?:profits?|loss(?:es)?|revenues?|turnover|income|debts?|budget)\b[^.;]*\d",
        re.IGNORECASE,
    ),
    Expects.NUMBER: re.compile(rf"\d|\b(?:{_COUNT_WORDS})\b", re.IGNORECASE),
    Expects.REASON: re.compile(
        r"\b(?:because|since|so that|in order to|reasons?|therefore|wanted|want|as a result|led|after|avoid|"
        r"thus|hence|so|due to|thought|felt|believed|hated|loved?|hoped|needed?|argued|saw that|inspired)\b",
        re.IGNORECASE,
    ),
    Expects.PLACE: re.compile(rf"\b(?:in|at|near|from|to|outside|around)\s+(?:the\s+)?(?!{_MONTHS})[A-Z]"),
    Expects.DEFINITION: re.compile(
        r"^(?:The |An? )?[A-Z\w][\w.,'’()/+ -]{0,60}? (?:is|was|were|are) (?:an?|the|one|[A-Z]\w+['’]s?)\b"
    ),
    Expects.VIEW: re.compile(
        r"\b(?:sa(?:id|ys?|ying)|tell|told|thinks?|thought|called|calls|believe[sd]?|wrote|argued|felt|liked?|loved?|hated?|"
        r"asked|answered|added|explained|compared|described|replied|joked|insisted|promised|warned|counted|noted|hoped|"
        r"wanted|I|I['’](?:m|ve|d|ll)|[Ww]e|[Mm]y|[Oo]ur)\b|[\"“]"
    ),
    Expects.LEADER: re.compile(
        rf"\b(?:{_ROLES}|(?:co-)?director|manager|head|chief|principal|proprietor|leaders?|leadership|management|"
        r"in charge|succeed(?:s|ed)|successor|"
        r"(?:leads?|led|runs?|ran|running|heads|headed|manage[sd]) (?:the|it|us|our|this|(?-i:[A-Z]\w+)(?!['’]))|"
        r"(?:took|takes|taken) (?:it |the (?:firm|company|business) )?over|"
        r"(?:took|takes|taken|handed|gave|passed|left|turned|goes|went) (?:\S+ ){0,4}"
        r"(?:charge|chair|helm|keys?|firm|company|business|reins|office|post))\b",
        re.IGNORECASE,
    ),
    Expects.PERSON: re.compile(r"\b[A-Z][a-z’']+\s+(?:[A-Z]\.?\s+)?[A-Z][a-z]+|(?<=[a-z,;] )[A-Z][a-z]+"),
}
_ASKS_AHEAD = re.compile(
    r"\bwhen will\b|\bwill\b.*\b(?:release|launch|come(?! with\b)|arrive|announce|unveil|introduce|make|build|bring|"
    r"ship(?! to\b)|sell|cost|happen|change|succeed|follow|lead|look like|have(?! to\b)|be|next)\b|"
    r"\b(?:upcoming|forthcoming)\b|\b(?:is|are) (?:\S+ ){1,4}going to\b|"
    r"(?:\b(?:is|are)|['’]s) (?:the |your |their |there a )?next\b",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(r"\b(?:did|was|were|had|said|thought|believed)\b", re.IGNORECASE)
_TELLS_AHEAD = re.compile(
    r"\b(?:will|shall|upcoming|forthcoming|going to|plans? to|planned|announced|expect(?:s|ed)?)\b|"
    r"\b(?:next|coming) (?:year|month|decade)s?\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[\"”’')\]]*\s*$")


def expected(question: str) -> Expects:
    """The sort of answer `question` asks for; of a question that asks for several things, the first."""
    if _ASKED[Expects.LEADER].match(question.strip()):
        return Expects.LEADER
    if _DEFINITION.match(question.strip()) and not _RELATION.search(question.strip(), len("tell me ")):
        return Expects.DEFINITION
    asked = [(match.start(), sort) for sort, pattern in _ASKED.items() if (match := pattern.search(question))]
    return min(asked, key=lambda found: found[0], default=(0, Expects.ANYTHING))[1]


_QUOTE = re.compile(
    r"\b(?:word for word|verbatim|exact(?:ly)? (?:words?|what)|in (?:his|her|their|your) (?:own|exact) words|"
    r"(?:quote|recite) (?:\S+ ){0,3}(?:word|sentence|line|what|how))\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\bhow many (?:\w+ ){0,2}?(?P<things>\w+?)s?\b"
    r"(?= (?:did|do|does|was|were|are|is|has|have|had|could|can|work|live|fit|take)\b)",
    re.IGNORECASE,
)
_WEIGHTS = (
    r"\b(?:kg|kilo(?:gram(?:me)?)?s?|gram(?:me)?s?|lbs?|pounds?|ounces?|oz|tons?|tonnes?|stones?)\b|\d ?g\b|\bweigh|"
    r"\b(?:heav|light)(?:ier|iest|er|est)\b"
)
_LENGTHS = (
    r"\b(?:mm|cm|(?:milli|centi)?met(?:er|re)s?|inch(?:es)?|feet|foot|yards?|stor(?:ey|ie)s?)\b|"
    r"\d ?(?:\"|”|m\b)"
)


def _signs(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """How something is asked for, and how it is told."""
    return tuple((re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE)) for asked, told in pairs)


_MEASURED = _signs(
    (r"\bhow heavy\b|\b(?:how much|what)\b.*\bweigh", _WEIGHTS),
    (r"\bhow (?:tall|high|wide|thick|thin|deep)\b", _LENGTHS),
)
"""Questions for a measure, and what a sentence that tells it holds."""

_DEATH = r"\bdie[sd]?\b|\bdeath\b|\bdead\b|\bpassed away\b|\bkilled\b|†"
_END_OF_A_THING = (
    r"\b(?:replaced|discontinu\w*|end(?:s|ed)?|clos(?:ed|ure)|shut|withdr[ae]wn?|stopped|last)\b|"
    r"\b(?:gave|given) up\b"
)
_OF_A_LIFE = _signs(
    (r"\bwhen did (?:(?:the|your) )?\w+ die\b", rf"{_DEATH}|{_END_OF_A_THING}"),
    (r"\b(?:die|died|death|pass(?:ed)? away)\b", _DEATH),
    (r"\b(?:born|birthday)\b", r"\b(?:born|birth(?:day)?)\b"),
)
"""Questions for a day of somebody's life, and what a sentence that tells it holds. One word may be a thing's name."""


_KIN = (
    r"(?:wife|husband|widow|widower|mother|father|parents?|brothers?|sisters?|sons?|daughters?|uncle|aunt|cousin|"
    r"grand\w+|step\w+|friends?|partner)"
)
_OF_KIN = re.compile(rf"\b(?:his|her|their|\w+['’]s) (?:\w+ )?{_KIN}\b[^.;]*", re.IGNORECASE)
"""What is told of a relative: "His wife died in 1999." """


def asks_for_words(question: str) -> bool:
    """Whether somebody's very words are asked for, and not what they said."""
    return _QUOTE.search(question) is not None


def counted(question: str) -> str | None:
    """What is to be counted ("how many seconds does it last"), in the singular; None where nothing is."""
    match = _HOW_MANY.search(question)
    return match["things"].casefold() if match and not match["things"].isdigit() else None


def lacks_measure(question: str, texts: Sequence[str]) -> bool:
    """Whether `question` asks how heavy or how large something is, and none of `texts` holds such a measure."""
    return any(asked.search(question) and not any(map(told.search, texts)) for asked, told in _MEASURED)


def lacks_day_of_life(question: str, texts: Sequence[str]) -> bool:
    """Whether `question` asks when somebody was born or died, and none of `texts` speaks of that."""
    if expected(question) is not Expects.DATE:
        return False
    told = next((told for asked, told in _OF_A_LIFE if asked.search(question)), None)
    if told is None:
        return False
    of_kin = re.search(rf"\b{_KIN}\b", question, re.IGNORECASE)
    return not any(told.search(text if of_kin else _OF_KIN.sub(" ", text)) for text in texts)


def view_wanted_of(question: str, names: Sequence[str]) -> bool:
    """Whether `question` asks what somebody called by one of `names` thought or said."""
    if expected(question) is not Expects.VIEW:
        return False
    wanted = "|".join(re.escape(name) for name in names if name)
    return bool(
        wanted and re.search(rf"\b(?:did|do|does|would|was|is)\s+(?:{wanted})\b", question, re.IGNORECASE)
    )


def tells_view_of(text: str, names: Sequence[str]) -> bool:
    """Whether a sentence tells what one of `names` thought or said: the name stands before the word for it."""
    view = _HOLDS[Expects.VIEW].search(text)
    return view is not None and any(0 <= text.find(name) < view.start() for name in names if name)


def asks_ahead(question: str) -> bool:
    """Whether `question` is about what is still to come, now: what somebody once foresaw has been told."""
    return _ASKS_AHEAD.search(question) is not None and _ASKS_BACK.search(question) is None


def tells_ahead(text: str) -> bool:
    """Whether `text` says anything of what was still to come when it was written."""
    return _TELLS_AHEAD.search(text) is not None


def holds(expects: Expects, text: str) -> bool:
    """Whether `text` has anything of that sort in it; every text has `ANYTHING`."""
    pattern = _HOLDS.get(expects)
    return pattern is None or pattern.search(text) is not None


def is_question(sentence: Sentence) -> bool:
    """Whether a sentence asks and so cannot answer."""
    return _QUESTION.search(sentence.rendering) is not None


_WHAT_IT_IS = re.compile(
    r"^(?:so |and )?(?:what|who)(?:['’]s| is| are| was| were)\s+(?P<subject>[^,?]{1,60}?)\s*[?!.]*$",
    re.IGNORECASE,
)
_BEFORE_SUBJECT = frozenset("the a an first original".split())
_IS = frozenset("is was are were".split())
_ARTICLES = frozenset("a an the one".split())
EXPLAINING_WORDS = frozenset({"what", "who", *_BEFORE_SUBJECT, *_IS})
"""Words of a heading such as "What the first Lumo was" beside its subject."""


def subject_to_define(question: str) -> tuple[str, ...]:
    """The words of what a question wants explained as a whole ("What is the Lumo?"); none where it asks otherwise."""
    match = _WHAT_IT_IS.match(question.strip())
    subject = words(match["subject"]) if match else ()
    while subject and subject[0] in _BEFORE_SUBJECT:
        subject = subject[1:]
    return subject


def defines(subject: tuple[str, ...], sentence: str) -> bool:
    """Whether `sentence` says what `subject` is: "The first Lumo was a lamp that …", "Ada Brandt, a glazier, …"."""
    if subject and _apposition(subject).search(sentence):
        return True
    told = words(sentence)
    while told and told[0] in _BEFORE_SUBJECT:
        told = told[1:]
    size = len(subject)
    if not size or told[:size] != subject:
        return False
    verb, what, *_ = (*told[size : size + 2], "", "")
    return verb == "born" or (verb in _IS and (what in _ARTICLES or what.endswith("'s")))


@lru_cache(64)
def _apposition(subject: tuple[str, ...]) -> re.Pattern[str]:
    """``Brandt, a glazier`` and ``Ada Brandt, who``; not a list of names."""
    named = r"\W+".join(map(re.escape, subject))
    return re.compile(rf"\b(?i:{named})(?: [A-Z][\w’'-]*){{0,2}}, (?:an?|one|who|which|whose) ")
