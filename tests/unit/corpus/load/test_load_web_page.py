from __future__ import annotations

from assistant.corpus.load.web_page import parse
from assistant.domain import PartialDate
from tests.loading import assert_blocks_fit, words

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>The lamp | Example Site</title><meta name="author" content="Ada Example">
<meta property="article:published_time" content="1984-01-24T08:00:00Z">
<link rel="canonical" href="https://example.org/lamp"><style>p {}</style></head><body>
<nav><a href="/">Home</a> menu</nav><header><h1>The lamp</h1></header>
<main><p>It was <em>warm</em>,&nbsp;said<br>the paper.</p><p><img alt="a lamp" src="x.png"></p>
<h2>How</h2><ul><li>first, a wick<ul><li>of wool</li></ul></li></ul>
<blockquote><p>We wanted light.</p><p>And got it.</p></blockquote>
<table><tr><th>Model</th><th>Price</th></tr><tr><td>One</td><td>$5</td></tr></table>
<table><tr><th>Developer</th><td>Example Ltd</td></tr></table>
<pre>make
  lamp</pre><div>Loose words<div>inside</div>after</div><script>hidden()</script><!-- hidden -->
<p hidden>hidden</p><p style="display: none">hidden</p></main>
<aside>Also read</aside><footer>All rights</footer></body></html>"""


def test_main_content_without_boilerplate() -> None:
    parsed = parse(PAGE.encode())
    assert_blocks_fit(parsed.text, parsed.blocks)
    assert words(parsed) == [
        ("paragraph", "It was warm, said the paper."),
        ("heading", "How"),
        ("list_item", "first, a wick"),
        ("list_item", "of wool"),
        ("quotation", "We wanted light."),
        ("quotation", "And got it."),
        ("table_row", "One | $5"),
        ("table_row", "Developer | Example Ltd"),
        ("code", "make\n  lamp"),
        ("paragraph", "Loose words"),
        ("paragraph", "inside"),
        ("paragraph", "after"),
    ]
    assert parsed.text == "\n\n".join(text for _, text in words(parsed))
    rows = [block.fields for block in parsed.blocks if block.fields]
    assert rows == [(("Model", "One"), ("Price", "$5")), (("Developer", "Example Ltd"),)]


def test_metadata_of_the_page() -> None:
    found = parse(PAGE.encode()).found
    assert (found.title, found.speaker, found.url) == ("The lamp", "Ada Example", "https://example.org/lamp")
    assert (found.date, found.language) == (PartialDate(1984, 1, 24), "en")


def test_spanning_cells() -> None:
    parsed = parse(
        b"<table><tr><th>Year</th><th>Model</th><th>Price</th></tr>"
        b"<tr><td rowspan=2>1984</td><td>One</td><td>$5</td></tr><tr><td>Two</td><td>$6</td></tr></table>"
    )
    assert [dict(block.fields) for block in parsed.blocks] == [
        {"Year": "1984", "Model": "One", "Price": "$5"},
        {"Year": "1984", "Model": "Two", "Price": "$6"},
    ]


def test_tables_that_only_lay_out_are_read_through() -> None:
    parsed = parse(b"<table><tr><td><p>Left.</p></td><td><h2>Right</h2><p>Below.</p></td></tr></table>")
    assert words(parsed) == [("paragraph", "Left."), ("heading", "Right"), ("paragraph", "Below.")]


def test_declared_encodings_and_forbidden_characters() -> None:
    latin = '<html><head><meta charset="iso-8859-1"></head><body><p>Zoë</p></body></html>'
    assert parse(latin.encode("latin-1")).text == "Zoë"
    assert "\x00" not in parse(b"<p>a\x00b&#0;&#xD800;c</p>").text
    parse(b"<p>a&#xD800;c</p>").text.encode()


def test_two_line_breaks_end_a_paragraph() -> None:
    assert words(parse(b"<p>One.<br><br>Two.<br>Still two.</p>")) == [
        ("paragraph", "One."),
        ("paragraph", "Two. Still two."),
    ]
