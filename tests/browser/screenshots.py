"""Takes the documentation's pictures of a running chat.

    assistant serve & python -m tests.browser.screenshots http://127.0.0.1:7860 docs/images

Asks the brand's first suggested question, or the one given, and opens the source of its second marker.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM

_SHOTS = {
    "chat-desktop": {"viewport": {"width": 1280, "height": 760}},
    "chat-dark": {"viewport": {"width": 1280, "height": 760}, "color_scheme": "dark"},
    "chat-phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2},
}


def shoot(browser: Browser, address: str, name: str, question: str | None, folder: Path) -> Path:
    """One picture: the answered question with a source open beside or below it."""
    page = browser.new_page(reduced_motion="reduce", **_SHOTS[name])
    page.goto(address)
    page.locator("#box textarea").wait_for()
    if question is None:
        page.locator("[data-ask]").first.click()
    else:
        page.locator("#box textarea").fill(question)
        page.locator("#box textarea").press("Enter")
    page.locator(".reply:not(.pending)").wait_for(timeout=120_000)
    markers = page.locator(".cite")
    markers.nth(min(1, markers.count() - 1)).click()
    page.locator("#panel mark").first.wait_for()
    path = folder / f"{name}.png"
    page.screenshot(path=path)
    page.close()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address", help="where the chat is served")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--question", help="what to ask (default: the first suggestion)")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in _SHOTS:
            path = shoot(browser, options.address, name, options.question, options.folder)
            print(f"{path}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
