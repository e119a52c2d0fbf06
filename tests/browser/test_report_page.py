"""What an evaluator does on a report of 1,000 cases, in a real browser, from a file and without any network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from assistant_eval.cases import Case
from assistant_eval.figures import score_record
from assistant_eval.records import Record
from assistant_eval.report import write_report
from playwright.sync_api import Browser, Page, expect

from assistant.interfaces.web.colours import contrast
from tests.browser.conftest import DESKTOP, PHONE
from tests.evaluated import cases, judged_sentence, outcome_of, records, write_run

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
ODD_ID = "odd/id #1 ü%"
LONG = "Donaudampfschiffahrtsgesellschaftskapitän" * 6


@dataclass
class Report:
    """An open page, and everything it asked of the network and told the console."""

    page: Page
    requests: list[str] = field(default_factory=list[str])
    complaints: list[str] = field(default_factory=list[str])

    def shown(self) -> int:
        return int((self.page.locator("#count").inner_text().split() or ["0"])[0].replace(",", ""))


Open = Callable[..., Report]


def _hostile() -> Record:
    case = Case(
        id=ODD_ID, kind="hostile_answer", question=f"{HOSTILE} {LONG}", answerable=True, nuggets=["24 cm"]
    )
    sentence = judged_sentence(f"{HOSTILE} 24 cm.", 0, [1, 2], "contradicted")
    outcome = outcome_of(HOSTILE, "answer", 9.0, HOSTILE)
    record = Record(case, outcome, judged={"sentences": [sentence], "speaks_as": None})
    return record.with_scores(record.judged, score_record(record))


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_run(tmp_path_factory.mktemp("run"), [*records(cases(1000)), _hostile()])
    return write_report([folder])[0]


@pytest.fixture
def open_report(browser: Browser, report: Path) -> Iterator[Open]:
    """Opens the page in a fresh context; afterwards checks that nothing but the file was asked for."""
    opened: list[Report] = []

    def open_report(size: tuple[int, int] = DESKTOP, fragment: str = "", **options: object) -> Report:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        found = Report(context.new_page())
        found.page.set_default_timeout(20_000)
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.page.on("console", lambda message: found.complaints.append(message.text))
        found.page.goto(f"{report.as_uri()}{fragment}")
        found.page.locator("#list > li").first.wait_for()
        opened.append(found)
        return found

    yield open_report
    for found in opened:
        requests, complaints, title = list(found.requests), list(found.complaints), found.page.title()
        found.page.context.close()
        assert {url.split("#")[0] for url in requests} == {report.as_uri()}
        assert not complaints, f"the console complained: {complaints}"
        assert title == "extractive: evaluation"


def test_a_thousand_cases_open_in_under_a_second(open_report: Open):
    """The best of five, since the machine may be busy: from the navigation to a list that can be used."""
    took: list[float] = []
    for _ in range(5):
        page = open_report().page
        took.append(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
        assert page.locator("#list > li").count() == 60
    assert min(took) < 1000, took


@WIDTHS
def test_nothing_is_wider_than_the_window(open_report: Open, size: tuple[int, int]):
    page = open_report(size, f"#case-{quote(ODD_ID, safe='')}").page
    for details in page.locator("main > section details").all():
        details.evaluate("each => { each.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for selector in ("#figures table", "#kinds table", "#list"):
        assert page.locator(selector).evaluate("each => each.getBoundingClientRect().right") <= size[0]


@WIDTHS
def test_the_headline_comes_first(open_report: Open, size: tuple[int, int]):
    page = open_report(size).page
    expect(page.locator("h1")).to_contain_text("sentences are not borne out by the sources")
    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.locator("#figures tbody tr")).to_have_count(9)
    expect(page.locator("#figures svg.bar")).to_have_count(9)
    label = page.locator("#reliability svg.plot").get_attribute("aria-label")
    assert label is not None
    assert label.startswith("At most ")


def test_cases_are_searched_and_filtered(open_report: Open):
    found = open_report()
    page = found.page
    assert found.shown() == 1001
    page.locator("#kind").select_option(label="story (125)")
    assert found.shown() == 125
    page.locator("#outcome").select_option("refused")
    refused = found.shown()
    assert 0 < refused < 125
    page.locator("#outcome").select_option("")
    page.locator("#kind").select_option("")
    page.locator("#search").fill("WORKSHOP case-0042")  # words of question, answer or id, in any order
    expect(page.locator("#count")).to_have_text("1 of 1,001 cases")
    expect(page.locator("#list .question")).to_contain_text("number 42?")
    page.locator("#search").fill("nothing like this stands anywhere")
    expect(page.locator("#count")).to_have_text("0 of 1,001 cases")
    expect(page.locator("#more")).to_be_hidden()


def test_faults_can_be_filtered_and_the_rest_is_one_click_away(open_report: Open):
    found = open_report()
    page = found.page
    labels = page.locator("#result option").all_inner_texts()
    assert any(label.startswith("Fault: unsupported sentence (") for label in labels)
    assert not any(label.endswith("(0)") for label in labels)
    page.locator("#result").select_option("unsupported")
    assert (
        page.locator("#list .faults").count() == page.locator("#list > li").count() == min(found.shown(), 60)
    )
    page.locator("#result").select_option("right")
    page.locator("#more").click()
    expect(page.locator("#list > li")).to_have_count(120)


@WIDTHS
def test_a_case_shows_its_sentences_sources_and_scores(open_report: Open, size: tuple[int, int]):
    page = open_report(size).page
    page.locator("#result").select_option("unsupported")
    row = page.locator("#list .row").first
    row.focus()
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("aria-expanded", "true")
    case = page.locator("#list > li.open")
    expect(case.locator(".why li").first).to_be_visible()
    signs = case.locator(".sentence .sign").all_inner_texts()
    assert set(signs) & {"✗", "?"}
    expect(case.locator(".sentence .said").first).to_contain_text("exact checks: supported")
    case.locator(".sentence .cite").first.click()
    expect(case.locator(".source.lit")).to_have_count(1)
    case.get_by_text("Scores of this case").click()
    expect(case.locator("table tr").first).to_be_visible()
    expect(case.get_by_text("Not scored, and why")).to_be_visible()
    assert "#case-case-" in page.url
    row.click()
    expect(row).to_have_attribute("aria-expanded", "false")
    expect(case.locator(".detail")).to_have_count(0)


def test_a_link_opens_its_case_wherever_it_stands(open_report: Open):
    page = open_report(fragment="#case-case-0777").page
    case = page.locator("[id='case-case-0777']")
    expect(case).to_be_in_viewport()
    expect(case.locator(".detail")).to_be_visible()
    page.locator("#kind").select_option(index=1)
    page.evaluate(f"location.hash = '#case-{quote(ODD_ID, safe='')}'")  # filters that hide it are let go
    odd = page.locator(f"[id='case-{ODD_ID}']")
    expect(odd.locator(".detail")).to_be_visible()
    expect(page.locator("#kind")).to_have_value("")
    link = odd.get_by_role("link", name="Link to this case").get_attribute("href")
    assert link == f"#case-{quote(ODD_ID, safe='')}"


def test_hostile_words_stay_words(open_report: Open):
    """The fixture checks the title, which the words of this case would change."""
    page = open_report(fragment=f"#case-{quote(ODD_ID, safe='')}").page
    case = page.locator(f"[id='case-{ODD_ID}']")
    expect(case.locator(".sentence").first).to_contain_text(HOSTILE)
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2


_TEXT = (
    "h1, .lead, .alert, nav a, .soft, .tells, .interval, .badge, .faults, .meta, .said, .sign, .cite, .place, .words, "
    ".why li, .none, summary, button, label, svg text, code"
)
_COLOURS = """(selector) => [...document.querySelectorAll(selector)]
  .filter((each) => each.getClientRects().length)
  .map((each) => {
    let ground = each;
    const clear = (one) => getComputedStyle(one).backgroundColor === "rgba(0, 0, 0, 0)";
    while (ground && clear(ground)) ground = ground.parentElement;
    const style = getComputedStyle(each);
    const colour = each instanceof SVGElement ? style.fill : style.color;
    return [`${each.tagName}.${each.getAttribute("class")}`, colour, getComputedStyle(ground).backgroundColor];
  })"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_what_it_stands_on(open_report: Open, scheme: str):
    page = open_report(color_scheme=scheme).page
    page.locator("#result").select_option("look")
    for row in page.locator("#list .row").all()[:6]:
        row.click()
    pairs = page.evaluate(_COLOURS, _TEXT)
    assert len(pairs) > 100
    for name, colour, ground in {tuple(pair) for pair in pairs}:
        assert contrast(_hex(colour), _hex(ground)) >= 4.5, (name, colour, ground)


def _hex(colour: str) -> str:
    parts = colour[colour.index("(") + 1 : -1].split(",")[:3]
    return "#" + "".join(f"{int(part):02x}" for part in parts)


def test_paper_holds_the_tables_and_the_cases_to_look_at(open_report: Open):
    page = open_report().page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    look = page.evaluate("data.cases.filter((one) => one.look).length")
    expect(page.locator("#printed article")).to_have_count(look)
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator("#controls")).to_be_hidden()
    expect(page.locator("#all table").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#printed article")).to_have_count(0)
    expect(page.locator("#all details[open]")).to_have_count(0)


def test_without_scripts_the_figures_are_there(open_report: Open, browser: Browser, report: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    expect(page.locator("#figures tbody tr")).to_have_count(9)
    expect(page.get_by_text("The list needs JavaScript")).to_be_visible()
    expect(page.locator("#controls")).to_be_hidden()
    context.close()
