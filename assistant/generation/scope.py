"""What the founder persona never does: endorse, advise, or hold opinions on what came after death.

Rules over the question and over the dates of what was found. They refuse narrowly: a question about what the
founder did or said is always in scope, however medical or financial its subject.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from assistant.brand import Brand, Founder, Persona
from assistant.domain import Evidence, PartialDate
from assistant.text import fold, words

_POLITICAL = (
    r"(?:president|candidates?|(?<!third[ -])part(?:y|ies)|senators?|elections?|campaign|democrats?|republicans?|"
    r"minister)"
)
_ELECTED = (
    rf"(?:{_POLITICAL}|mayor|congress|parliament|government|labou?r|tor(?:y|ies)|conservatives?|liberals?|greens|left|"
    r"right)"
)
# "Vote for the new flavour" is no election.
_VOTE = rf"vote\b(?! for (?:the|an?|my|our|your|this|that)\b(?!.*\b{_ELECTED}\b))"
_ELECTION = re.compile(
    rf"\b(?:who|whom|how|which (?:one|side|way|man|woman|person)|which (?:\w+ )?{_ELECTED}) "
    rf"(?:should|would|do|will) (?:i|we|you|people) {_VOTE}|"
    rf"\bwould you (?:have )?{_VOTE}|"
    rf"\b(?:do|would|will|can|could) you (?:endorse|support) .*\b{_POLITICAL}\b|"
    r"\bwho should (?:win(?=\W*$|.*\b(?:elections?|presidency|vote)\b)|be (?:the )?(?:next )?president\b)"
)
_ENDORSE = re.compile(
    r"\b(?:do|would|will|can|could) you (?:please )?(?:endorse|recommend|vouch for|approve of)\b|"
    r"(?<!how )\b(?:do|would|will|can|could) you (?:please )?(?:promote|advertise)\b|"
    # "How would you get your team to focus?" asks what the founder would do, and not what to buy.
    r"\b(?:should (?:i|we)|(?<!how )(?<!why )(?<!when )(?<!where )would you|do you think (?:i|we) should) "
    r"(?:buy|get|order|upgrade to|switch to|preorder)\b|"
    r"\b(?:say|tell (?:people|everyone|them)|write) (?:that )?(?:my|our) .*\b(?:great|best|good|amazing)\b"
)
_MONEY = re.compile(
    r"\bshould (?:i|we) (?:invest|buy|sell|short|hold|keep|trade|put (?:my|our) money)\b.*"
    r"\b(?:stocks?|shares?|bitcoin|crypto\w*|bonds?|funds?|etfs?|options|gold|real estate|house|"
    r"pension|savings)\b|"
    r"\bshould (?:i|we) (?:invest|short)\b|\b(?:is|are) .{1,60} (?:a )?(?:good|safe|smart|"
    r"wise) (?:investments?|buy)\b|"
    r"\b(?:stock|share) (?:tips?|price (?:target|prediction|forecast))\b|"
    r"\bwhat (?:should|can|do) (?:i|we) (?:do with|invest) (?:my|our) (?:money|savings|pension|"
    r"shares?|stocks?)\b|"
    r"\bwhich (?:stocks?|shares?|crypto\w*|funds?) should\b"
)
# "What can we learn from your lawsuit?" wants to know something; "What can I learn about my illness?" wants advice.
_TO_KNOW = (
    r"(?:learn|read|hear|watch|know|ask|understand|remember|find out|look at|"
    r"see(?! (?:an?|the) (?:\w+ )?(?:doctor|lawyer|attorney)))\b(?!.*\b(?:my|our|me)\b)"
)
_ASKS_FOR_SELF = re.compile(
    rf"\b(?:should|can|could|must|may|do) (?:i|we)\b(?! {_TO_KNOW})|\bwhat (?:would|do|should) (?:you|i) (?:do|advise|"
    r"recommend)\b|"
    rf"\b(?:advice|advise|recommend|help me(?! {_TO_KNOW})|is it (?:ok|okay|safe|legal) (?:for me )?to)\b"
)
_OWN = re.compile(r"\b(?:i|i'm|i've|my|me|mine|we|our)\b")
_MEDICAL = re.compile(
    r"\b(?:cancer|tumou?r|diabet\w+|depress(?:ed|ion)|pregnan\w+|symptoms?|diagnos\w+|medications?|"
    r"medicines?|drugs?|"
    r"surgery|treatments?|therapy|chemo\w*|doctor|hospital|pills?|vaccin\w+|disease|illness|pain|"
    r"headaches?|"
    r"allerg\w+|insulin|antibiotics|diets?|narcotics|dosages?)\b"
)
_LEGAL = re.compile(
    r"\b(?:sue|sued|lawsuit|lawyers?|attorneys?|court|legal(?:ly)?|illegal|contracts?|divorce|visa|"
    r"copyright|patents?|"
    r"trademarks?|liab\w+|custody|tax(?:es)?)\b"
)
_OPINION = re.compile(
    r"\b(?:what (?:do|would|did) you (?:think|make|say|feel)(?: (?:of|about|to))?|do you (?:like|love|"
    r"hate|approve of|"
    r"think|agree)(?: with| about| of)?|how (?:do|would) you (?:feel about|like|rate|judge|see)|"
    r"what(?:'s| is| are| would be) your (?:opinions?|views?|thoughts?|take|feelings?)(?: (?:of|on|"
    r"about))?|"
    r"are you (?:proud of|happy with|disappointed (?:by|in|with)|impressed (?:by|with)|a fan of)|"
    r"would you (?:have )?(?:use|used|like|liked|approve|approved|made|make|release|"
    r"released))\b(?P<matter>.*)"
)
_PRESENT = re.compile(
    r"\b(?:today|now|nowadays|currently|these days|at the moment|this year|this week|right now|"
    r"in the future|"
    r"were (?:still )?alive|still alive|are (?:still )?alive|came back)\b"
)
_LATE_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_NO_MATTER = frozenset(
    {"the", "a", "an", "of", "on", "about", "new", "s", "this", "that", "it", "and", "to", "with", "for"}
)


def out_of_scope(
    question: str, brand: Brand, persona: Persona, evidence: Sequence[Evidence] = ()
) -> str | None:
    """Why `persona` may not answer `question`; None where it may. Only elections are closed to every persona.

    With `evidence`, an opinion is also refused where everything found on its matter dates from after death.
    """
    founder = brand.founder
    asked = fold(question)
    if persona.role != "founder" or founder is None:
        return "This assistant takes no side in elections." if _ELECTION.search(asked) else None
    if _ELECTION.search(asked):
        return f"The simulation of {founder.name} takes no side in elections."
    if _MONEY.search(asked):
        return f"The simulation of {founder.name} gives no financial advice."
    if _ENDORSE.search(asked):
        return f"The simulation of {founder.name} endorses and recommends nothing."
    if _ASKS_FOR_SELF.search(asked) and _OWN.search(asked):
        for subject, pattern in (("medical", _MEDICAL), ("legal", _LEGAL)):
            if pattern.search(asked):
                return f"The simulation of {founder.name} gives no {subject} advice."
    return _after_death(asked, founder, evidence)


def spoken_of_since(evidence: Evidence) -> dt.date | None:
    """The first day that `evidence` speaks of, as its table row, period or date tells."""
    dates: list[PartialDate] = []
    for _, value in evidence.passage.fields:
        try:
            dates.append(PartialDate.parse(value))
        except ValueError:
            continue
    if not dates and evidence.source.period:
        dates = [evidence.source.period[0]]
    if not dates and evidence.source.date:
        dates = [evidence.source.date]
    return min((date.earliest for date in dates), default=None)


def _after_death(asked: str, founder: Founder, evidence: Sequence[Evidence]) -> str | None:
    died = founder.died
    opinion = _OPINION.search(asked)
    if died is None or opinion is None:
        return None
    reason = (
        f"{founder.name} died on {died.day} {died:%B %Y}; the simulation has no opinions on later matters."
    )
    late = any(int(year) > died.year for year in _LATE_YEAR.findall(asked))
    since = re.search(r"\b(?:after|since|beyond) (\d{4})\b", asked)
    if _PRESENT.search(asked) or late or (since and int(since[1]) >= died.year):
        return reason
    matter = set(words(opinion["matter"])) - _NO_MATTER
    on_it = [item for item in evidence if matter and matter <= set(words(_told(item)))]
    since = [spoken_of_since(item) for item in on_it]
    return reason if since and all(day is not None and day > died for day in since) else None


def _told(evidence: Evidence) -> str:
    passage = evidence.passage
    return " ".join([evidence.source.title, *passage.heading_path, passage.rendering])
