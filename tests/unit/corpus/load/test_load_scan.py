from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.domain import Kind, Visibility, Voice
from tests.loading import scan_pack


def fill(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("Some words.\n")


def test_documents_are_found_in_order_and_the_rest_is_told(tmp_path: Path) -> None:
    fill(
        tmp_path,
        "b.md",
        "a/z.txt",
        "a.md",
        "a.md.toml",
        "picture.png",
        "notes.toml",
        ".hidden.md",
        ".git/x.md",
    )
    (tmp_path / "a.md.toml").write_text('kind = "speech"\n')
    (tmp_path / "brand.toml").write_text('name = "Acme"\n[[documents]]\nmatch = "b.md"\nvoice = "by_brand"\n')
    found = scan_pack(tmp_path)
    assert [file.path for file in found.files] == ["a.md", "a/z.txt", "b.md"]
    assert found.skipped == ("notes.toml", "picture.png")
    assert found.quarantined == ()
    assert found.files[0].declared.kind is Kind.SPEECH
    assert found.files[2].declared.voice is Voice.BY_BRAND
    assert found == scan_pack(tmp_path)


def test_ignored_documents_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "README.md", "a.md")
    (tmp_path / "brand.toml").write_text('name = "A"\n[[documents]]\nmatch = "README.md"\nignore = true\n')
    assert [file.path for file in scan_pack(tmp_path).files] == ["a.md"]


def test_a_changed_rule_changes_the_checksum_and_a_touched_file_does_not(tmp_path: Path) -> None:
    fill(tmp_path, "a.md")
    before = scan_pack(tmp_path).files[0].checksum
    os.utime(tmp_path / "a.md", (1, 1))
    assert scan_pack(tmp_path).files[0].checksum == before
    (tmp_path / "brand.toml").write_text('name = "A"\n[[documents]]\nmatch = "*"\nrights = "internal"\n')
    changed = scan_pack(tmp_path).files[0].checksum
    assert changed != before
    (tmp_path / "a.md").write_text("Other words.\n")
    assert scan_pack(tmp_path).files[0].checksum not in {before, changed}


@pytest.mark.parametrize("rule", ['kind = "history"', 'language = "en"', 'title = "A"'])
def test_a_rule_that_says_what_is_guessed_changes_the_checksum(tmp_path: Path, rule: str) -> None:
    fill(tmp_path, "a.md")
    before = scan_pack(tmp_path).files[0]
    (tmp_path / "brand.toml").write_text(f'name = "A"\n[[documents]]\nmatch = "*"\n{rule}\n')
    after = scan_pack(tmp_path).files[0]
    assert after.declared.over(after.guessed) == before.guessed
    assert after.checksum != before.checksum


@pytest.mark.parametrize("name", ["..\\evil.md", "..evil.md", "a\\b.md", "a\nb.md", "a\u202eb.md"])
def test_dangerous_names_are_quarantined(tmp_path: Path, name: str) -> None:
    fill(tmp_path, name)
    found = scan_pack(tmp_path)
    assert found.files == ()
    assert "rename it" in found.quarantined[0].reason


def test_names_that_are_no_utf_8_are_quarantined_printably(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.md")).write_text("Some words.\n")
    (item,) = scan_pack(tmp_path).quarantined
    assert item.path == "b\\udcff.md"
    item.path.encode()


@pytest.mark.parametrize("name", ["日本　語.md", "café\u00a0au lait.md", "👩\u200d🚀.md"])
def test_names_of_the_world_are_fine(tmp_path: Path, name: str) -> None:
    fill(tmp_path, name)
    assert [file.path for file in scan_pack(tmp_path).files] == [name]


def test_links_that_leave_the_pack_are_quarantined(tmp_path: Path) -> None:
    pack, outside = tmp_path / "pack", tmp_path / "outside"
    fill(pack, "a.md")
    fill(outside, "secret.md", "folder/secret.md", "b.md.toml")
    fill(pack, "b.md")
    (pack / "link.md").symlink_to(outside / "secret.md")
    (pack / "folder").symlink_to(outside / "folder")
    (pack / "nothing.md").symlink_to(pack / "missing.md")
    (pack / "b.md.toml").symlink_to(outside / "b.md.toml")
    (pack / "inside").symlink_to(pack)
    found = scan_pack(pack)
    assert [file.path for file in found.files] == ["a.md"]
    assert {item.path: item.reason.split(":")[0] for item in found.quarantined} == {
        "b.md": "is a link that leaves the pack",
        "b.md.toml": "is a link that leaves the pack",
        "folder": "is a link that leaves the pack",
        "link.md": "is a link that leaves the pack",
        "nothing.md": "is a link to nothing",
    }
    assert found.skipped == ("inside",)


def test_links_inside_the_pack_are_followed(tmp_path: Path) -> None:
    fill(tmp_path, "a.md")
    (tmp_path / "b.md").symlink_to("a.md")
    assert [file.path for file in scan_pack(tmp_path).files] == ["a.md", "b.md"]


def test_sizes(tmp_path: Path) -> None:
    fill(tmp_path, "empty.md", "large.md", "fine.md")
    (tmp_path / "empty.md").write_bytes(b"")
    with (tmp_path / "large.md").open("wb") as file:
        file.truncate(50_000_000)
    found = scan_pack(tmp_path)
    assert [file.path for file in found.files] == ["fine.md"]
    reasons = {item.path: item.reason for item in found.quarantined}
    assert "0 bytes" in reasons["empty.md"]
    assert "50 MB, the limit is 40 MB" in reasons["large.md"]
    assert "ASSISTANT_DOCUMENT_MAX_MB" in reasons["large.md"]
    assert len(scan_pack(tmp_path, document_max_mb=60).files) == 2


def test_formats_to_convert_say_into_what(tmp_path: Path) -> None:
    fill(tmp_path, "old.doc", "sheet.xlsx", "slides.key")
    reasons = {item.path: item.reason for item in scan_pack(tmp_path).quarantined}
    assert reasons == {
        "old.doc": ".doc files cannot be read: save it as DOCX or PDF",
        "sheet.xlsx": ".xlsx files cannot be read: save it as CSV",
        "slides.key": ".key files cannot be read: save it as PDF",
    }


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert "no regular file" in scan_pack(tmp_path).quarantined[0].reason


def test_a_faulty_sidecar_keeps_its_document_out(tmp_path: Path) -> None:
    fill(tmp_path, "a.md", "b.md")
    (tmp_path / "a.md.toml").write_text('visibility = "secret"\n')
    found = scan_pack(tmp_path)
    assert [file.path for file in found.files] == ["b.md"]
    assert "visibility 'secret' is unknown" in found.quarantined[0].reason


def test_a_sidecar_by_another_name_is_told_the_one_it_should_have(tmp_path: Path) -> None:
    fill(tmp_path, "a/secret.md", "a/secret.toml", "Plan.txt", "plan.toml", "gone.md.toml", "b/secret.toml")
    found = scan_pack(tmp_path)
    assert [file.path for file in found.files] == ["Plan.txt", "a/secret.md"]
    assert {item.path: item.reason for item in found.quarantined} == {
        "a/secret.toml": "looks like the sidecar of secret.md: call it secret.md.toml, or move it",
        "plan.toml": "looks like the sidecar of Plan.txt: call it Plan.txt.toml, or move it",
        "gone.md.toml": "is the sidecar of gone.md, which is not there: name it after its document",
    }
    assert found.skipped == ("b/secret.toml",)


def test_a_toml_file_beside_a_document_with_a_sidecar_of_its_own_is_none(tmp_path: Path) -> None:
    fill(tmp_path, "a.md", "a.toml", "picture.png", "picture.toml", "b.png", "b.png.toml")
    (tmp_path / "a.md.toml").write_text('kind = "speech"\n')
    found = scan_pack(tmp_path)
    assert found.quarantined == ()
    assert found.skipped == ("a.toml", "b.png", "picture.png", "picture.toml")


def test_of_two_sidecars_each_goes_with_the_document_it_is_named_after(tmp_path: Path) -> None:
    fill(tmp_path, "A.md", "a.md")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("capitals do not count here")
    (tmp_path / "A.md.toml").write_text('kind = "speech"\n')
    (tmp_path / "a.md.toml").write_text('kind = "letter"\n')
    assert [file.declared.kind for file in scan_pack(tmp_path).files] == [Kind.SPEECH, Kind.LETTER]


def test_rules_that_match_nothing_are_told(tmp_path: Path) -> None:
    fill(tmp_path, "letters/a.md", "logo.png")
    rules = ("Letters/*", "letters/*", "**/*.png", "letter.md")
    written = "".join(f'[[documents]]\nmatch = "{match}"\nvisibility = "draft"\n' for match in rules)
    (tmp_path / "brand.toml").write_text(f'name = "A"\n{written}')
    found = scan_pack(tmp_path)
    assert found.unmatched == ("Letters/*", "letter.md")
    assert found.files[0].declared.visibility is Visibility.DRAFT


def test_a_sidecar_in_capitals_counts(tmp_path: Path) -> None:
    fill(tmp_path, "a.md", "b.md")
    (tmp_path / "a.md.TOML").write_text('visibility = "draft"\n')
    found = scan_pack(tmp_path)
    assert [file.declared.visibility for file in found.files] == [Visibility.DRAFT, None]
    assert found.skipped == ()


@pytest.mark.parametrize(
    ("sidecar", "document", "reason"),
    [
        ("film.toml", "film.srt", "looks like the sidecar of film.srt: call it film.srt.toml, or move it"),
        ("Film.TOML", "film.srt", "looks like the sidecar of film.srt: call it film.srt.toml, or move it"),
        (
            "film.vtt.toml",
            "film.srt",
            "is the sidecar of film.vtt, which is not there: name it after its document",
        ),
        (
            "a/film.srt.toml.txt",
            "a/film.srt",
            "looks like the sidecar of film.srt: take the .txt off its name, or move it",
        ),
        (
            "film.toml.txt",
            "film.srt",
            "looks like the sidecar of film.srt: call it film.srt.toml, or move it",
        ),
    ],
)
def test_a_document_is_held_back_where_its_sidecar_has_the_wrong_name(
    tmp_path: Path, sidecar: str, document: str, reason: str
) -> None:
    fill(tmp_path, document, "other.md")
    checksum = scan_pack(tmp_path).files[0].checksum
    (tmp_path / sidecar).write_text('visibility = "draft"\n')
    found = scan_pack(tmp_path)
    assert {item.path: item.reason for item in found.quarantined} == {sidecar: reason}
    refused = {file.path: file.refused for file in found.files}
    name = Path(sidecar).name
    assert refused == {
        document: f"is held back, as {name} may speak of it: call that film.srt.toml, or move it",
        "other.md": "",
    }
    assert found.files[0].checksum != checksum  # so that what was published before is looked at again


def test_nothing_is_held_back_by_a_toml_file_that_is_to_be_ignored(tmp_path: Path) -> None:
    fill(tmp_path, "film.md", "film.toml")
    (tmp_path / "brand.toml").write_text('name = "Lumo"\n[[documents]]\nmatch = "*.toml"\nignore = true\n')
    found = scan_pack(tmp_path)
    assert [file.refused for file in found.files] == [""]
    assert found.quarantined == ()
