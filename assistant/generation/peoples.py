"""What peoples are called: words that are written like names and name nobody."""

from __future__ import annotations

import re

from assistant.grounding.checks.names import name_run
from assistant.grounding.checks.tokens import listed

_BRITISH = frozenset(["english", "scottish", "welsh"])
_NATIONS = {
    **{
        nation: frozenset([nation])
        for nation in listed(
            """
            american argentinian australian austrian belgian brazilian canadian chinese czech danish dutch egyptian
            english finnish french german greek hungarian indian indonesian irish israeli italian japanese kenyan
            korean malaysian mexican moroccan nigerian norwegian pakistani polish portuguese romanian russian scottish
            singaporean slovak spanish swedish swiss taiwanese thai turkish ukrainian vietnamese welsh
            """
        )
    },
    **{
        person: frozenset([nation])
        for person, nation in (
            ("dane", "danish"),
            ("finn", "finnish"),
            ("pole", "polish"),
            ("scot", "scottish"),
            ("spaniard", "spanish"),
            ("swede", "swedish"),
            ("turk", "turkish"),
        )
    },
    **dict.fromkeys(("british", "briton"), _BRITISH),
}
"""What a people or one of it is called, and the nations that are meant."""

PEOPLES = frozenset(
    [
        *_NATIONS,
        *listed(
            "african asian european latin scandinavian eastern western northern southern christmas easter"
        ),
    ]
)
"""Words that are written like names and say of what sort something is; a document may say it otherwise."""

_CAPITALISED = re.compile(r"\b[A-Z]\w+")  # a Pole is no pole


def nations(text: str) -> set[str]:
    """The nations that `text` speaks of: the British voice does not answer for the American one."""
    forms = (form for word in _CAPITALISED.findall(text) for form in name_run(word))
    return {nation for form in forms for nation in _NATIONS.get(form, ())}
