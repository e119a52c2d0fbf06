import pytest

from assistant.grounding.checks.alignment import aligned_clash
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import NameTable

READER = FactReader(NameTable({"Lumo One": (), "Nocta": (), "Ada Brandt": ("Ada", "Brandt")}))


def _clash(claim: str, *sources: str):
    return aligned_clash(READER.read(claim), [READER.read(source) for source in sources])


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("For years it was not called by its name.", "For years it was called by its name."),
        (
            "He said that nobody should not trust a heavy lamp.",
            "He said that nobody should trust a heavy lamp.",
        ),
        ("According to it, the lamp can not be turned off.", "Here the lamp can be turned off."),
        ("It shipped a few months later.", "It shipped a few weeks later."),
        ("He announced it and earlier regretted it.", "He announced it and later regretted it."),
        ("It works with a bulb inside.", "It works without a bulb inside."),
        ("The shade was red and made of paper.", "The shade was green and made of paper."),
        ("Mira Solberg drew the lamp on a ticket.", "Ada Brandt drew the lamp on a ticket."),
        ("It could still be changed by its makers.", "It could no longer be changed by its makers."),
        ("The Lumo One came before the Nocta.", "The Nocta came before the Lumo One."),
        ("She led the workshop until 2004.", "She led the workshop from 2004."),
    ],
)
def test_one_word_changed_in_the_sources_sentence_is_seen(claim: str, source: str) -> None:
    finding = _clash(claim, source)
    assert finding is not None
    assert finding.contradicts


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The lamp was sold in Oslo.", "The lamp, which was not cheap, was sold in Oslo."),
        ("Ada and Nils built the lamp.", "Nils and Ada built the lamp."),
        ("Brandt drew the lamp on a ticket.", "Ada Brandt drew the lamp on a ticket."),
        ("The Lumo One was a lamp of oak.", "It was a lamp of oak."),
        ("Few believed it, but Brandt built it.", "Few believed it, not even Nils, but Brandt built it."),
        ("The Lumo One preceded the Nocta.", "The Lumo One came before the Nocta."),
        ("The grey shade burned.", "The gray shade burned."),
    ],
)
def test_the_same_in_other_words_or_order_is_no_clash(claim: str, source: str) -> None:
    assert _clash(claim, source) is None


def test_the_likest_sentence_decides() -> None:
    claim = "It was sold later in Norway."
    assert _clash(claim, "It was sold earlier in Sweden.", "It was sold later in Norway.") is None
    assert _clash(claim, "It was sold earlier in Norway.", "It was painted in Bergen.") is not None
