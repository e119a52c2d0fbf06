"""Questions that are surely not English are told apart; what might be English never is."""

import pytest

from assistant.retrieval.language import foreign_language, only_english


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wann wurde die erste Lampe vorgestellt?", "de"),
        ("Combien coûtait la lampe à son lancement\u202f?", "fr"),
        ("¿Quién fue el fundador de la empresa?", "es"),
        ("Chi ha disegnato la prima lampada?", "it"),
        ("Quem dirigiu a divisão de lâmpadas na empresa?", "pt"),
        ("Hoeveel kostte de eerste lamp van het bedrijf?", "nl"),
        ("最初のランプを設計したのは誰ですか？", "ja"),
        ("첫 번째 램프는 언제 나왔나요?", "ko"),
        ("第一盏灯是谁设计的？", "zh"),
        ("Кто сделал первую лампу?", "ru"),
        ("من صمم المصباح الأول؟", "ar"),
        ("Lumo 7 の価格はいくらですか？", "ja"),
        ("Сколько стоила Lumo Classic?", "ru"),
    ],
)
def test_other_languages_are_known_and_answered_in(question: str, language: str) -> None:
    assert foreign_language(question) == language
    assert only_english(language)


@pytest.mark.parametrize(
    "question",
    [
        "When did the first lamp come out?",
        "wat was teh naem of the lamp",
        "Is Portovenere part of a UNESCO World Heritage Site?",
        "lumo price launch",
        "What does “Hier ist die Lampe” mean?",
        "Who wrote Les Fleurs du Mal?",
        "Der Spiegel interview 1983",
        "What does the name 松下 mean?",
        "Who founded 松下?",
        "Who wrote Война и мир about your founder?",
        "When did ランプ come out?",
        "Lumo μ-lamp",
        "",
    ],
)
def test_what_may_be_english_is_not_turned_away(question: str) -> None:
    assert foreign_language(question) is None
