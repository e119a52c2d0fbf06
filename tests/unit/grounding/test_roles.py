import pytest

from assistant.grounding.checks.roles import role_clash


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Brandt Lamps sued Holm Lights in April 2011.", "Holm Lights sued Brandt Lamps in April 2011."),
        ("Brandt Lamps sued Holm Lights.", "Brandt Lamps was sued by Holm Lights."),
        ("Norway beat Sweden.", "Sweden beat Norway."),
        ("Ada sold the shop to Mira.", "Mira sold the shop to Ada."),
        ("Mira gave Ada the key.", "The key was given to Mira by Ada."),
        ("Ada lent Mira 500 euros.", "Mira lent Ada 500 euros."),
        ("Ada is the mother of Mira.", "Mira is the mother of Ada."),
        ("The lamp was shown before the clock.", "The clock was shown before the lamp."),
        ("The lamp is brighter than the Lumo.", "The Lumo is brighter than the lamp."),
        ("The lamp is half as bright as the Lumo.", "The Lumo is half as bright as the lamp."),
        ("The lamp is as bright as the Lumo.", "The lamp is brighter than the Lumo."),
        ("The workshop supplies lamps to the museum.", "The museum supplies lamps to the workshop."),
        ("The lamp was stolen from the museum.", "The lamp was stolen by the museum."),
        ("The train runs from Bergen to Oslo.", "The train runs from Oslo to Bergen."),
        ("The strike ended because wages rose.", "Wages rose because the strike ended."),
        ("The lamp was designed for Ada.", "The lamp was designed by Ada."),
        ("The lamp was named after Ada.", "The lamp was named by Ada."),
        ("Sales rose by 20 percent.", "Sales rose to 20 percent."),
    ],
)
def test_the_other_way_round_is_a_contradiction(source: str, claim: str) -> None:
    clash = role_clash(claim, [source])
    assert clash is not None
    assert clash.contradicts


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Ada's brother died in the fire.", "Ada died in the fire."),
        ("Ada's assistant designed the lamp.", "Ada designed the lamp."),
        ("The widow of Ada's partner founded the company.", "Ada's partner founded the company."),
        ("The predecessor of the Lumo Two cost 299 dollars.", "The Lumo Two cost 299 dollars."),
        ("The base of the lamp is made of gold.", "The lamp is made of gold."),
        ("Two of the three founders left.", "The three founders left."),
    ],
)
def test_what_is_said_of_a_part_is_not_said_of_the_whole(source: str, claim: str) -> None:
    assert role_clash(claim, [source]) is not None


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Brandt Lamps sued Holm Lights.", "Holm Lights was sued by Brandt Lamps."),
        ("Mira gave Ada the key.", "Ada was given the key by Mira."),
        ("Mira gave Ada the key.", "The key was given to Ada by Mira."),
        ("Ada sold the shop to Mira.", "Mira bought the shop from Ada."),
        ("Ada is the mother of Mira.", "Mira's mother is Ada."),
        ("The lamp was shown before the clock.", "The clock was shown after the lamp."),
        ("The Lumo One is brighter than the Lumo Two.", "The Lumo Two is less bright than the Lumo One."),
        ("The strike ended because wages rose.", "Because wages rose, the strike ended."),
        ("The strike ended because wages rose.", "Rising wages ended the strike."),
        ("The lamp stood on the table.", "On the table stood the lamp."),
        ("Ada met Mira in Bergen.", "Mira met Ada in Bergen."),
        ("Sales rose by 20 percent to 30 million euros.", "Sales rose to 30 million euros."),
        ("The city of Oslo bought the lamp.", "Oslo bought the lamp."),
        ("Ada's assistant, Nils Holm, designed the lamp.", "Nils Holm designed the lamp."),
        ("Ada's assistant designed the lamp.", "The lamp was designed by Ada's assistant."),
        ("The lamp has a shade of folded paper.", "The folded paper shade of the lamp is large."),
    ],
)
def test_the_same_in_another_order_passes(source: str, claim: str) -> None:
    assert role_clash(claim, [source]) is None


def test_a_sentence_that_says_it_so_weighs_more_than_one_that_does_not() -> None:
    sources = ["Brandt Lamps sued Holm Lights in 2001.", "Holm Lights sued Brandt Lamps in 2002."]
    assert role_clash("Holm Lights sued Brandt Lamps.", sources) is None
