import gzip
import json
from pathlib import Path

import pytest
from assistant_eval.bench.abstention import group
from assistant_eval.bench.datasets import (
    EvidenceText,
    FanQuestion,
    Query,
    QuestionKind,
    Reference,
    RetrievalSet,
    Text,
    fan_questions,
    retrieval_set,
)
from assistant_eval.bench.fan_retrieval import document_found, normalised, text_found
from assistant_eval.bench.plain_chain import Found
from assistant_eval.bench.public_retrieval import written
from assistant_eval.bench.workspace import REFERENCE_BRAND, Workspace, persona_asked

from assistant.brand import Brand
from tests.fakes import ACME


def question(*evidence: tuple[str, str], kind: QuestionKind = QuestionKind.STORY, answerable: bool = True):
    texts = tuple(EvidenceText(document, text) for document, text in evidence)
    return FanQuestion("q1", kind, "Why?", answerable, texts)


def test_fan_questions_are_read(tmp_path: Path):
    row = {
        "id": "fan-1",
        "kind": "false_premise",
        "question": "Why was it sold for $500?",
        "gold": "It was not.",
        "evidence": [{"doc": "history/price.md", "contains": "The first target was $500"}],
        "answerable": True,
    }
    file = tmp_path / "apple/questions/fan_questions_dev.jsonl"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", encoding="utf-8")
    (read,) = fan_questions(tmp_path)
    assert read == FanQuestion(
        "fan-1",
        QuestionKind.FALSE_PREMISE,
        "Why was it sold for $500?",
        True,
        (EvidenceText("history/price.md", "The first target was $500"),),
    )


def test_a_retrieval_set_is_read_with_line_separators_inside_its_texts(tmp_path: Path):
    folder = tmp_path / "benchmarks/tiny"
    folder.mkdir(parents=True)
    corpus = [{"doc_id": "1", "title": "A\ntitle", "text": "one\u2028two"}, {"doc_id": "2", "text": "three"}]
    queries = [
        {"qid": "a", "question": "which\r\none?", "relevant": {"1": 2}},
        {"qid": "b", "question": "where?", "doc_id": "2", "references": [{"start_index": 0, "end_index": 5}]},
    ]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    assert retrieval_set(tmp_path, "tiny") == RetrievalSet(
        "tiny",
        (Text("1", "A title", "one\u2028two"), Text("2", None, "three")),
        (Query("a", "which one?", {"1": 2}), Query("b", "where?", {}, (Reference("2", 0, 5),))),
    )


def test_a_set_becomes_a_pack_whose_judgements_name_its_files(tmp_path: Path):
    judged = RetrievalSet(
        "tiny",
        (Text("x#1", 'A "title"', "one\r\ntwo"), Text("y/2", None, "three")),
        (Query("a", "which?", {"y/2": 1}, (Reference("x#1", 0, 3),)),),
    )
    pack = written(judged, tmp_path / "pack")
    first, second = (tmp_path / "pack" / text.id for text in pack.texts)
    assert first.read_bytes() == b"one\r\ntwo"
    assert second.read_text() == "three"
    assert (tmp_path / "pack" / f"{first.name}.toml").read_text() == 'title = "A \\"title\\""\n'
    assert pack.queries[0].documents == {second.name: 1}
    assert pack.queries[0].references == (Reference(first.name, 0, 3),)


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("iPod mini,iPod mini,,2004-02-20", '"iPod mini","iPod mini",,2004-02-20,\n', True),
        ("They're WRONG", "… they’re wrong …", True),
        ("priced at $2495", "priced at $24950", False),
        ("the back of a cabinet", "the back of the cabinet", False),
    ],
)
def test_an_evidence_text_counts_as_whole_words_in_a_row(wanted: str, text: str, found: bool):
    assert text_found(question(("a.md", wanted)), [Found("other.md", text)]) is found


def test_normalising_leaves_only_folded_words():
    assert normalised("  “Straße”, N°_1! ") == " strasse n 1 "


def test_one_of_several_evidence_documents_is_enough():
    asked = question(("a.md", "x"), ("b.md", "y"))
    assert document_found(asked, [Found("c.md", ""), Found("b.md", "")])
    assert not document_found(asked, [Found("c.md", "x")])
    assert not document_found(asked, [])


@pytest.mark.parametrize(
    ("kind", "answerable", "name"),
    [
        (QuestionKind.FALSE_PREMISE, True, "false premise"),
        (QuestionKind.UNANSWERABLE, False, "unanswerable"),
        (QuestionKind.PRODUCT, True, "answerable"),
    ],
)
def test_a_false_premise_is_no_answerable_question(kind: QuestionKind, answerable: bool, name: str):
    assert group(question(kind=kind, answerable=answerable)) == name


def test_who_is_addressed_decides_the_persona():
    assert persona_asked("Why did you start the firm?", ACME) == "founder"
    assert persona_asked("Why was the firm started?", ACME) is None
    assert persona_asked("Why did you start it?", Brand(root=Path("x"), name="No founder")) is None


def test_the_reference_pack_is_a_copy_without_the_questions(tmp_path: Path):
    data = tmp_path / "data/apple"
    for name in ("history/a.md", "questions/fan.jsonl", "SOURCES.md"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("words")
    (data / "history/a.md").chmod(0o444)
    (data / "history").chmod(0o555)
    folder = tmp_path / "run"
    folder.mkdir()
    with Workspace(folder, tmp_path / "data") as workspace:
        pack = workspace.reference_pack
        assert sorted(path.name for path in pack.rglob("*") if path.is_file()) == ["a.md", "brand.toml"]
        assert (pack / "brand.toml").read_bytes() == REFERENCE_BRAND.read_bytes()
        (pack / "history/a.md").unlink()
        assert Brand.read(pack).personas


def test_a_measure_without_its_data_says_what_is_missing(tmp_path: Path):
    with Workspace(tmp_path, None) as workspace, pytest.raises(ValueError, match="--data DIR"):
        _ = workspace.data
