from __future__ import annotations

from assistant.corpus.load import markdown, plain_text
from assistant.corpus.load.turns import INTERVIEWER
from tests.loading import assert_blocks_fit


def turns(text: str, parser: object = markdown) -> list[tuple[str | None, str]]:
    parsed = parser.parse(text.encode())  # type: ignore[attr-defined]
    assert_blocks_fit(parsed.text, parsed.blocks)
    return [
        (block.speaker, parsed.text[block.start : block.end])
        for block in parsed.blocks
        if block.kind.value == "turn"
    ]


def test_names_before_colons_that_come_back_are_speakers() -> None:
    text = "ADA EXAMPLE: I made it.\n\nBO: Why?\n\nADA EXAMPLE: For light.\n\nIt was dark.\n\nBO: I see.\n"
    assert turns(text, plain_text) == [
        ("Ada Example", "I made it."),
        ("BO", "Why?"),
        ("Ada Example", "For light."),
        ("Ada Example", "It was dark."),
        ("BO", "I see."),
    ]


def test_bold_questions_and_answers() -> None:
    text = "**Q: Why a lamp?**\n\nA: It was dark.\n\n**Q:** And now?\n\nA: Now it is light.\n"
    assert turns(text) == [
        (INTERVIEWER, "Why a lamp?"),
        (None, "It was dark."),
        (INTERVIEWER, "And now?"),
        (None, "Now it is light."),
    ]


def test_labels_alone_with_initials() -> None:
    text = (
        "Interviewer:\n\nWhy a lamp?\n\nAda Example (AE):\n\nIt was dark.\n\nVery dark.\n\n"
        "Interviewer:\n\nAnd now?\n\nAE:\n\nLight.\n"
    )
    assert turns(text) == [
        (INTERVIEWER, "Why a lamp?"),
        ("Ada Example", "It was dark."),
        ("Ada Example", "Very dark."),
        (INTERVIEWER, "And now?"),
        ("Ada Example", "Light."),
    ]


def test_answers_without_a_label_are_not_the_interviewers() -> None:
    text = "**Interviewer:** Why?\n\nIt was dark.\n\n**Interviewer:** And now?\n\nIt is light.\n"
    assert turns(text) == [
        (INTERVIEWER, "Why?"),
        (None, "It was dark."),
        (INTERVIEWER, "And now?"),
        (None, "It is light."),
    ]


def test_questions_wholly_in_bold() -> None:
    text = "".join(f"**Why {number}?**\n\nBecause {number}.\n\n" for number in range(3))
    assert turns(text)[:3] == [(INTERVIEWER, "Why 0?"), (None, "Because 0."), (INTERVIEWER, "Why 1?")]


def test_a_heading_ends_what_is_said() -> None:
    text = "JO: One.\n\nMO: Two.\n\nJO: Three.\n\nMO: Four.\n\n# Epilogue\n\nThe book ends.\n"
    assert [said for _, said in turns(text)] == ["One.", "Two.", "Three.", "Four."]


def test_labels_of_facts_are_no_speakers() -> None:
    facts = "".join(f"Weight: {n} kg\n\nColour: red\n\nNote: it is heavy.\n\n" for n in range(4))
    assert turns(facts) == []
    assert turns("Remember: one.\n\nThere are words.\n\nThere are more words.\n") == []
    assert turns("From: Ada\n\nTo: Bo\n\nSubject: Lamps\n\nFrom: Bo\n\nTo: Ada\n") == []


def test_turns_on_lines_of_one_paragraph() -> None:
    text = "ADA: I made it.\nBO: Why?\nADA: For light,\nat night.\nBO: I see.\n"
    expected = [("ADA", "I made it."), ("BO", "Why?"), ("ADA", "For light,\nat night."), ("BO", "I see.")]
    assert turns(text) == turns(text, plain_text) == expected
    assert turns("Q: Why?\nA: It was dark.\n\nQ: And now?\nA: Light.\n")[1] == (None, "It was dark.")


def test_asides_are_said_by_nobody() -> None:
    text = "ADA: One.\n\nBO: Two.\n\n(They laugh.)\n\nADA: Three.\n\nBO: Four.\n\n*Edited for length.*\n"
    assert [said for _, said in turns(text)] == ["One.", "Two.", "Three.", "Four."]


def test_lines_of_other_documents_stay_together() -> None:
    parsed = markdown.parse(b"Weight: 5 kg\nColour: red\n\nWeight: 6 kg\nColour: blue\n")
    assert len(parsed.blocks) == 2
