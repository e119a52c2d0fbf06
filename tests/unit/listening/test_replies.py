"""What is said to those who ask nothing: civil, true, and whom to turn to."""

from pathlib import Path

import pytest

from assistant.brand import Brand, Contact, Founder, Persona
from assistant.listening.intent import Intent
from assistant.listening.replies import reply_to

HISTORIAN = Persona(id="historian", role="historian", name="Historian", welcome="Welcome to Lumo.")
SIMULATION = Persona(id="founder", role="founder", name="Ada Brandt (AI simulation)")
BRAND = Brand(
    root=Path(),
    name="Lumo",
    founder=Founder(name="Ada Brandt"),
    contact=Contact(name="the lamp desk", email="desk@lumo.example"),
)
NOBODY = Brand(root=Path(), name="Lumo")


@pytest.mark.parametrize("intent", sorted(set(Intent) - {Intent.QUESTION, Intent.MORE}))
@pytest.mark.parametrize("persona", [HISTORIAN, SIMULATION])
def test_everything_but_a_question_has_words_of_its_own(intent: Intent, persona: Persona) -> None:
    assert reply_to(intent, BRAND, persona)
    assert reply_to(Intent.QUESTION, BRAND, persona) is None
    assert reply_to(Intent.MORE, BRAND, persona) is None


@pytest.mark.parametrize("intent", [Intent.PERSON, Intent.SERVICE, Intent.COMPLAINT, Intent.HAZARD])
def test_who_needs_a_person_hears_which(intent: Intent) -> None:
    assert "the lamp desk (desk@lumo.example)" in (reply_to(intent, BRAND, HISTORIAN) or "")
    assert "No person is named" in (reply_to(intent, NOBODY, HISTORIAN) or "")


@pytest.mark.parametrize("intent", [Intent.HAZARD, Intent.DISTRESS])
def test_in_danger_the_emergency_number_comes_first(intent: Intent) -> None:
    assert "emergency number" in (reply_to(intent, NOBODY, HISTORIAN) or "")


def test_a_demonstration_does_not_pass_for_the_brand() -> None:
    shown = BRAND.model_copy(update={"demonstration": True})
    assert "does not speak for Lumo" in (reply_to(Intent.COMPLAINT, shown, HISTORIAN) or "")


def test_a_reaction_points_to_the_sources_where_some_were_shown() -> None:
    assert "number" in (reply_to(Intent.REACTION, BRAND, HISTORIAN, shown=True) or "")
    assert "number" not in (reply_to(Intent.REACTION, BRAND, HISTORIAN) or "")


def test_the_simulation_says_what_it_is_and_what_it_keeps() -> None:
    said = reply_to(Intent.ASSISTANT, BRAND, SIMULATION) or ""
    assert "not Ada Brandt" in said
    assert "nothing once it is over" in said
