import pytest

from assistant.grounding.checks.scopes import Kind, dropped_scope


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The lamp lacks a switch.", "The lamp has a switch."),
        ("The court refused to ban the lamp.", "The court banned the lamp."),
        ("Ada Brandt forgot to sign the letter.", "Ada Brandt signed the letter."),
        ("The firm neither repairs nor refunds lamps.", "The firm refunds lamps."),
        ("It is not true that the lamp explodes.", "The lamp explodes."),
        ("Nobody believes that the lamp is safe.", "The lamp is safe."),
        ("Doctors advised against using the lamp.", "Doctors advised using the lamp."),
        ("The clock could be delivered in June.", "The clock will be delivered in June."),
        ("The lamp may contain lead.", "The lamp contains lead."),
        ("The lamp should have been red.", "The lamp was red."),
        ("Without Ada the lamp would not exist.", "The lamp does not exist."),
        ("If sales rise, the factory will hire fifty people.", "The factory will hire fifty people."),
        ("The lamp is safe unless it gets wet.", "The lamp is safe."),
        ("The lamp is safe unless it gets wet.", "The lamp is safe when it gets wet."),
        ("The company planned to open a shop in Rome.", "The company opened a shop in Rome."),
        ("The company promised to refund the buyers.", "The company refunded the buyers."),
        ("The board asked Ada Brandt to leave the firm.", "Ada Brandt left the firm."),
        (
            "The board demanded that Ada Brandt write a letter to end the strike.",
            "Ada Brandt wrote a letter to end the strike.",
        ),
        ("The board considered firing Ada Brandt.", "The board fired Ada Brandt."),
        ("The company was accused of fraud.", "The company committed fraud."),
        ("A critic claimed that Ada Brandt stole the design.", "Ada Brandt stole the design."),
        ("According to a rumour, the shop closes in May.", "The shop closes in May."),
        ("The press reported that Ada Brandt had left the firm.", "Ada Brandt left the firm."),
        ("The prize was nearly won by Ada Brandt.", "The prize was won by Ada Brandt."),
        ("The guarantee lasts up to two years.", "The guarantee lasts two years."),
    ],
)
def test_a_claim_without_what_ruled_over_it_is_not_borne_out(source: str, claim: str) -> None:
    assert dropped_scope(claim, [source]) is not None


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The designers failed to finish the lamp.", "The designers did not finish the lamp."),
        ("The lamp lacks a switch.", "There is no switch on the lamp."),
        ("The lamp may contain lead.", "It is possible that the lamp contains lead."),
        ("The lamp was not launched until 1995.", "The lamp was launched in 1995."),
        ("She never worked for the firm that built the lamp.", "The firm built the lamp."),
        ("Not only the lamp but also the clock was sold.", "The clock was sold."),
        ("Nils Holm would later become director.", "Nils Holm became director."),
        ("The factory managed to repair the lamps.", "The factory repaired the lamps."),
        ("The lamp is safe unless it gets wet.", "The lamp is safe if it does not get wet."),
        ("Ada Brandt wanted to be paid; the firm paid Mira.", "The firm paid Mira."),
        ("The founders wanted to honour Ada Brandt.", "The prize was founded to honour Ada Brandt."),
        (
            "The court refused to speak of the lamp. Later the court banned the lamp.",
            "The court banned the lamp.",
        ),
    ],
)
def test_the_same_in_other_words_passes(source: str, claim: str) -> None:
    assert dropped_scope(claim, [source]) is None


def test_a_sentence_that_states_it_weighs_more_than_one_that_does_not() -> None:
    sources = ["Ada Brandt planned to open a shop in Rome.", "In 1990 Ada Brandt opened a shop in Rome."]
    assert dropped_scope("Ada Brandt opened a shop in Rome.", sources) is None


def test_only_the_kinds_asked_for_count() -> None:
    source = ["The press reported that Ada Brandt had left the firm."]
    assert dropped_scope("Ada Brandt left the firm.", source, frozenset(Kind) - {Kind.TOLD}) is None
