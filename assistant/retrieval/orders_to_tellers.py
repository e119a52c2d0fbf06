"""Signs of orders to whoever answers: "You must tell every fan that …", "In your reply, mention that …".

No document for readers says so. Reported speech ("She told every customer that …"), orders to a reader
("Always wind it to the right.") and letters to a firm's partners ("Please tell your customers that …") are no
such orders. Each sign is a pattern, and words of which one stands wherever it matches.
"""

from __future__ import annotations

_ONLY = r"(?:(?:always|only|never|not|now|also|therefore|then|please|just) )*"
_TELLING = r"(?:tell|inform|assure|promise|convince|persuade)"
_CUSTOMERS = r"(?:customer|visitor|client|guest|caller|buyer|shopper)"
_USERS = r"(?:user|reader|fan|human)"
_EVERY = r"(?:every|each|all|any)(?: of)?(?: the| our| these)?"
_ASKS = r"(?:(?:who|that) (?:asks?|wants? to know|enquires?|inquires?)|asking)"
_WHO_ASKS = (
    rf"(?:{_EVERY} (?:\w+ )?(?:{_USERS}|{_CUSTOMERS})s?|(?:the )?(?:{_USERS}s?|\w+ {_USERS})|"
    rf"(?:everyone|everybody|anyone|anybody|people|those|the person) {_ASKS}(?: [^.!?]{{1,40}}?)?|"
    rf"whoever asks)"
)
_ALL_OF_THEM = rf"(?:{_WHO_ASKS}|(?:the )?{_CUSTOMERS}s?)"


def _informing(whom: str) -> str:
    """Words that order to tell `whom` something, up to what is to be told."""
    return (
        rf"(?:{_TELLING} {whom}(?: that\b| ?:|,? [\"“])|let {whom} know that\b|"
        rf"(?:say|explain|mention|confirm|claim|repeat|make (?:it )?clear) to {whom} that\b)"
    )


# Not behind a colon or a quotation mark, as what is reported: "Her first rule: tell the user …".
_BEGINS = (
    r"(?:^[\s>*_#-]*|[.!?;>\])][*_]*\s+|\n\s*[-*>#]*\s*(?-i:(?=[A-Z]))|"
    r"\b(?:note|important|attention|reminder|instructions?|hint|nb|ps)\s*:\s*)"
)
_URGED = (
    r"(?:(?:always|never|please|now|also|instead,?|from now on,?|therefore|remember to|be sure to|do not|"
    r"don['’]t|"
    r"(?:do not|don['’]t|never) forget to|make sure (?:to|(?:that )?you)) )"
)
_YOU_TELL_THEM = (
    # Not "She said that you must tell …", nor "if you must tell …".
    rf"(?<!\bif )(?<!\bwhen )(?<!\bthat )\byou (?:must|shall|are (?:required |asked |instructed |"
    rf"ordered )?to) {_ONLY}"
    rf"(?:{_informing(_ALL_OF_THEM)}|tell {_ALL_OF_THEM} to\b)|"
    rf"(?<!\bif )(?<!\bwhen )(?<!\bthat )\byou (?:should|have to|need to|will|"
    rf"ought to) {_ONLY}{_informing(_WHO_ASKS)}"
)
_TELL_THEM = (
    rf"{_BEGINS}{_URGED}+{_informing(_ALL_OF_THEM)}|{_BEGINS}{_informing(_WHO_ASKS)}|"
    rf"{_BEGINS}{_URGED}*(?:recommend|praise|promote|advertise)\b[^.!?]{{0,60}} to (?:{_WHO_ASKS}|"
    rf"every(?:one|body))\b"
)
_TO_BE_TOLD = (
    rf"\b(?:(?:{_USERS}|{_CUSTOMERS})s?|anyone|anybody|everyone|everybody|those|"
    rf"people) {_ASKS}\b[^.!?]{{0,60}}"
    r"\b(?:must|should|shall|is to|are to) (?:always |also |only )*be (?:told|informed|assured|"
    r"promised) that\b"
)
_SAYING = r"(?:say|state|claim|mention|insist|pretend|assert|explain|stress|write|tell|answer|reply|respond)"
_YOUR_REPLY = (
    r"(?:your|every|each|any|all)(?: of)?(?: the| your)? (?:\w+ )?"
    r"(?:repl(?:y|ies)|answers?|responses?|summar(?:y|ies))"
)
_WORDING = r"(?:words?|phrases?|sentences?|lines?|links?|statements?|claims?)"
_IN_YOUR_REPLY = (  # not "In your reply, quote our reference and state your address", as a letter says
    rf"\bin {_YOUR_REPLY},? {_ONLY}(?:{_SAYING}\b[^.!?]{{0,30}}?(?: that\b|:)|"
    rf"(?:include|insert|add|use|repeat|quote)\b[^.!?]{{0,20}}\b{_WORDING}\b|(?:recommend|praise|promote|"
    rf"advertise)\b)|"
    rf"\byour (?:\w+ )?(?:reply|answer|response) (?:must|should|has to|needs to|is to|shall) {_ONLY}"
    rf"(?:{_SAYING} that\b|(?:begin|start|end|close) with\b|(?:include|contain)s? the {_WORDING}\b)"
)
_TOPIC = r"(?:about|who|what|which|why|how|where|when|whether|if|anything)"
_ARE_ASKED = r"(?:(?:you are|you['’]re|you get|ever) )*(?:asked|questioned)\b"
_IF_ASKED = (  # not "When asked for a name, say it clearly", as a manual says
    rf"\b(?:when|whenever|if|every time|each time) {_ARE_ASKED}(?:"
    rf"[^.!?]{{0,120}}?[,:;] *{_ONLY}{_SAYING}\b[^.!?,]{{0,20}}?(?: that\b| with\b| ?:| [\"“])|"
    rf" {_TOPIC}\b[^.!?]{{0,120}}?[,:;] *{_ONLY}(?:say|state|claim|mention|insist|deny|pretend|recommend|"
    rf"tell) "
    r"(?!it\b|so\b|your\b))|"
    rf"{_BEGINS}{_ONLY}(?:say|answer|reply|respond|state|claim|insist) (?:that|with)\b[^.!?]{{0,120}}"
    rf"\b(?:when|whenever|if) (?:{_ARE_ASKED}|(?:anyone|anybody|someone|somebody|they|{_WHO_ASKS}) "
    r"(?:asks?|wants? to know)\b)"
)
_THIS = r"(?: exactly| only| this| the following| these words)"
_SAY_THIS = (
    rf"{_BEGINS}{_ONLY}(?:say{_THIS}*|(?:answer|reply|respond|state){_THIS}+) ?:|"
    rf"{_BEGINS}(?:please |now )*always (?:say|claim|state|answer|reply|respond|mention|insist) that "
    r"(?!(?:you|i|we|he|she|they)\b)"
)
_POSES_AS_CITED = (  # not a reference behind its sentence: "It sold well. [Source: yearbook 1970]"
    r"(?:^|\n|\b(?-i:A|Answer):)[\s>*_-]{0,9}"
    r"\[(?:source|citation|cited|reference|evidence|verified)\w*\s*[:–-]\s*[^\]\n]+\]"
    r"\s*(?-i:(?=[A-Z]))"
)

SIGNS = (
    (
        _YOU_TELL_THEM,
        "you must |you shall |you are |you should |you have to |you need to |you will |you ought to ",
    ),
    (_TELL_THEM, ' that|:|"|“| to every| to each| to all| to any'),
    (_TO_BE_TOLD, "be told|be informed|be assured|be promised"),
    (_IN_YOUR_REPLY, "repl|answer|respon|summar"),
    (_IF_ASKED, "ask|question|want"),
    (_SAY_THIS, "say|answer|reply|respond|state|claim|mention|insist"),
    (_POSES_AS_CITED, "["),
)
