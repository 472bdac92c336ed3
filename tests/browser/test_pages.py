"""Every page in a browser: drawn, clicked through, readable with keyboard and screen reader, printed."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import detente

PAGES = [
    "/", "/events", "/statements", "/timeline", "/relations", "/positions", "/map", "/agenda", "/watches",
    "/dossier?subject=piracy", "/dyad?dyad=FRE,RUR", "/position?party=RUR&issue=piracy", "/article/a",
    "/search?q=freedonia", "/sql",
]  # fmt: skip
DRAWN = ["/timeline", "/relations", "/positions", "/map", "/dyad?dyad=FRE,RUR"]


@pytest.mark.parametrize("address", DRAWN)
def test_pictures_are_drawn_under_the_policy(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("[data-drawn=yes]")
    assert page.locator("[data-chart] svg").count() == 1
    assert page.locator("table tbody tr").count() > 0, "a table behind every picture"


@pytest.mark.parametrize("address", PAGES)
def test_no_serious_finding_of_axe(page: Page, address: str) -> None:
    page.goto(address)
    if address in DRAWN:
        page.wait_for_selector("[data-drawn=yes]")
    found = Axe().run(page).response["violations"]
    serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
    assert serious == []


def test_from_the_start_to_the_words(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("Sylvania .* Freedonia")).first.click()
    expect(page).to_have_url(re.compile("/entry/"))
    page.locator("cite a").first.click()
    expect(page).to_have_url(re.compile("/article/a"))
    expect(page.locator("article.text")).to_contain_text("blocked")
    page.locator("article.text a").first.click()
    expect(page).to_have_url(re.compile("/entry/"))


def test_a_dot_of_the_timeline_opens_its_evidence(page: Page) -> None:
    page.goto("/timeline?type=ACCUSE")
    page.wait_for_selector("[data-drawn=yes]")
    page.locator(
        "[data-chart] svg a, [data-chart] svg path[aria-roledescription=point], .mark-symbol path"
    ).first.click(force=True)
    expect(page).to_have_url(re.compile("/entry/"))


def test_a_cell_of_the_positions_opens_its_history(page: Page) -> None:
    page.goto("/positions")
    page.wait_for_selector("[data-drawn=yes]")
    page.locator(".mark-rect path").first.click(force=True)
    expect(page).to_have_url(re.compile(r"/position\?"))
    expect(page.get_by_role("heading", name="History, newest first")).to_be_visible()


def test_filters_stay_in_the_address(page: Page) -> None:
    page.goto("/events")
    page.get_by_label("Issue", exact=True).fill("piracy")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"/events\?issue=piracy$"))
    expect(page.locator("tbody tr")).to_have_count(3)


def test_keyboard_only(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Events")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/events"))


def test_a_correction_made_in_the_page_holds(page: Page, served: tuple[str, Path]) -> None:
    page.goto("/events?type=COERCE")
    page.locator("tbody a").first.click()
    page.get_by_text("Correct this").click()
    page.get_by_label("Your name").fill("Rufus")
    page.locator("select[name=type]").select_option("SANCTION")
    page.get_by_label("Note").fill("a blockade")
    page.get_by_role("button", name="Keep the correction").click()
    expect(page.get_by_role("status")).to_contain_text("Your correction is kept")
    found = detente.Record.open(served[1]).events(form="rows", actor="SYL", type="SANCTION")
    assert [e["event_type"] for e in found] == ["SANCTION"]


def test_a_watch_is_saved_and_can_be_subscribed_to(page: Page) -> None:
    page.goto("/watches")
    page.get_by_label("Name", exact=True).fill("Pirates")
    page.get_by_label("Issue", exact=True).fill("piracy")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Pirates")).to_be_visible()
    feed = page.request.get(page.get_by_role("link", name="Atom feed").get_attribute("href") or "")
    assert "<feed" in feed.text()
    calendar = page.request.get("/agenda.ics")
    assert "BEGIN:VEVENT" in calendar.text()


def test_the_dossier_prints(page: Page, tmp_path: Path) -> None:
    page.goto("/dossier?subject=piracy")
    page.pdf(path=str(tmp_path / "d.pdf"))
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.get_by_role("heading", name="References").is_visible()


@pytest.mark.parametrize("address", ["/", "/events", "/timeline", "/agenda", "/article/a"])
def test_a_narrow_screen_does_not_scroll_sideways(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 361


def test_dark_is_dark(browser: Browser, served: tuple[str, Path]) -> None:
    context = browser.new_context(base_url=served[0], color_scheme="dark")
    page = context.new_page()
    page.goto("/events")
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert sum(int(n) for n in re.findall(r"\d+", colour)[:3]) < 150
    serious = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    context.close()
    assert serious == []


def test_no_layout_shift(page: Page) -> None:
    page.goto("/timeline")
    page.wait_for_selector("[data-drawn=yes]")
    shift = page.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) "
        "if (!e.hadRecentInput) sum += e.value; }).observe({type: 'layout-shift', buffered: true}); "
        "setTimeout(() => done(sum), 500); })"
    )
    assert shift < 0.1
