import pytest

from assistant.grounding import judge
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import NameTable
from assistant.grounding.scoring.against import speaks_against


def _against(claim: str, *sentences: str) -> bool:
    return speaks_against(claim, sentences, FactReader(NameTable())) is not None


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The lamp has no switch.", "The lamp has a switch."),
        ("Few visitors liked the lamp.", "Many visitors liked the lamp."),
        ("Sales rose from 20 to 30 million euros.", "Sales fell from 30 to 20 million euros."),
        ("Mira was born in 1950 and Ada in 1960.", "Ada was born in 1950."),
        ("Brandt Lamps was accused of fraud.", "Brandt Lamps committed fraud."),
        ("Brandt Lamps sued Holm Lights.", "Holm Lights sued Brandt Lamps."),
        ("The court refused to ban the lamp.", "The court banned the lamp."),
    ],
)
def test_a_sentence_that_turns_the_claim_speaks_against_it(source: str, claim: str) -> None:
    assert _against(claim, source)
    found = judge([source], claim)
    assert not found.supported
    assert found.probability <= 0.25


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("All employees left in 1990.", "Most employees left in 1990."),
        ("The lamp was not launched until 1995.", "The lamp was launched in 1995."),
        ("The Lumo One came out before the Lumo Two.", "The Lumo Two came out after the Lumo One."),
        ("Ada is the mother of Mira.", "Mira is the daughter of Ada."),
        ("Ada Brandt married Nils Holm in 1980.", "Nils Holm married Ada Brandt in 1980."),
        ("Holm Lights was sued in 2001 by Brandt Lamps.", "Brandt Lamps sued Holm Lights in 2001."),
        ("The workshop lies about 3, 800 km from Rome.", "The workshop lies about 3,800 km from Rome."),
        ("Ada Brandt forgot to sign the letter.", "Ada Brandt did not sign the letter."),
        ("The press reported that Ada Brandt had left the firm.", "Ada Brandt left the firm."),
    ],
)
def test_what_may_be_meant_so_is_left_to_the_weighing(source: str, claim: str) -> None:
    assert not _against(claim, source)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The lamp weighs 3 kilograms.", "The lamp weighs three kilograms."),
        ("The firm employs 12 people.", "The firm employs twelve people."),
        ("The lamp cost 1,200 dollars.", "The lamp cost twelve hundred dollars."),
        ("About two thousand lamps were sold.", "About 2,000 lamps were sold."),
    ],
)
def test_a_figure_in_words_is_the_figure(source: str, claim: str) -> None:
    assert judge([source], claim).supported
