"""Every page in a browser: drawn, clicked through, readable with keyboard and screen reader, printed."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import detente
from detente.record.record import Record
from tests.made_up import account, days, event

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


def test_what_came_in_since_the_last_visit_stands_first(page: Page, served: tuple[str, Path], browser: Browser) -> None:
    page.goto("/")
    (cookie,) = page.context.cookies()
    state = cookie["value"].split("~")[1]
    # the visit was long ago
    page.context.add_cookies([{"name": "detente_looked", "value": f"{state}~{state}~1000000000", "url": served[0]}])
    text = "Freedonia annexed Sylvania."
    told = event("new", text, "annexed Sylvania", "ASSAULT", ("FRE",), ("SYL",), day=days(30))
    Record.open(served[1]).add([account("new", text, told, published=days(30))], coder="1")
    for _ in range(40):
        page.goto("/")
        if page.get_by_role("heading", name="New since you last looked").count():
            break
        page.wait_for_timeout(200)
    page.get_by_role("link", name="All that is new").click()
    expect(page).to_have_url(re.compile(r"/new\?since="))
    expect(page.get_by_role("main")).to_contain_text("Freedonia attacked Sylvania")
    page.locator("main li a").first.click()
    expect(page.locator("mark").first).to_have_text("annexed Sylvania")


def test_search_from_the_start(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("blocked the port")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Events told with these words")).to_be_visible()
    page.get_by_role("searchbox").fill("freedonia")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Freedonia", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/dossier\?subject=FRE"))


def test_dragging_over_the_strip_zooms_and_the_period_can_be_kept(page: Page) -> None:
    page.goto("/timeline")
    page.wait_for_selector("[data-drawn=yes]")
    shown = "[data-chart] svg .mark-symbol.role-mark path"
    before = page.locator(shown).evaluate_all("marks => marks.map(m => m.getAttribute('transform'))")
    strip = page.locator("[data-chart] svg .mark-rect.role-mark:not(.zoom_brush):not(.zoom_brush_bg)").bounding_box()
    assert strip
    y = strip["y"] + strip["height"] / 2
    page.mouse.move(strip["x"] + 2, y)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] / 5, y, steps=6)
    page.mouse.up()
    keep = page.get_by_role("link", name=re.compile("Keep this period: 1933-"))
    expect(keep).to_be_visible()
    after = page.locator(shown).evaluate_all("marks => marks.map(m => m.getAttribute('transform'))")
    assert after != before, "the dots moved apart"
    keep.click()
    expect(page).to_have_url(re.compile(r"since=1933-\d\d-\d\d&until=1933-\d\d-\d\d"))
    expect(page.locator("section").first.locator("tbody tr")).to_have_count(3)  # those of the first day


def test_a_statement_in_the_timeline_opens_its_evidence(page: Page) -> None:
    page.goto("/timeline?party=RUR")
    page.wait_for_selector("[data-drawn=yes]")
    page.locator("[data-chart] svg .mark-symbol.role-mark path").last.click(force=True)
    expect(page.locator("main h1")).to_contain_text("Ruritania demands")


def test_a_line_of_the_relations_opens_the_page_of_the_two(page: Page) -> None:
    page.goto("/relations")
    page.wait_for_selector("[data-drawn=yes]")
    page.locator("[data-chart] svg .mark-rule.role-mark line").first.click(force=True)
    expect(page).to_have_url(re.compile(r"/dyad\?dyad="))
    for heading in ("Open demands, refusals and conditions", "What is next", "Month by month", "Events"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_text("As a table").click()
    expect(page.locator("details tbody tr").first).to_be_visible()


def test_a_dot_of_the_relations_shows_those_of_one_party(page: Page) -> None:
    page.goto("/relations")
    page.wait_for_selector("[data-drawn=yes]")
    page.locator("[data-chart] svg .mark-symbol.role-mark path").first.click(force=True)
    expect(page.get_by_role("heading", name=re.compile("Relations of "))).to_be_visible()


def test_a_cluster_of_the_map_comes_apart(page: Page) -> None:
    page.goto("/map")
    page.wait_for_selector("[data-drawn=yes]")
    assert page.locator("[data-chart] svg .mark-symbol.role-mark path").count() == 1
    expect(page.locator("[data-chart] svg .mark-text.role-mark text")).to_have_text("2")
    page.locator("[data-chart] svg .mark-symbol.role-mark path").click(force=True)
    expect(page).to_have_url(re.compile(r"/map\?box="))
    page.wait_for_selector("[data-drawn=yes]")
    expect(page.locator("[data-chart] svg .mark-symbol.role-mark path")).to_have_count(2)
    page.locator("[data-chart] svg .mark-symbol.role-mark path").first.click(force=True)
    expect(page).to_have_url(re.compile("/entry/"))


def test_the_map_is_filtered_by_type_and_time(page: Page) -> None:
    page.goto("/map")
    page.locator("select[name=type]").select_option("CONSULT")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="last month").click()
    expect(page).to_have_url(re.compile("since=.*until="))


def test_the_months_of_the_agenda(page: Page) -> None:
    page.goto("/agenda")
    expect(page.get_by_role("heading", name="December 1933")).to_be_visible()
    expect(page.locator(".month a").first).to_contain_text("Freedonia and Sylvania are to meet")
    page.get_by_role("link", name="January 1934").click()
    expect(page.get_by_role("heading", name="January 1934")).to_be_visible()
    assert page.locator(".month a").count() == 0


def test_a_mark_of_an_article_says_why_and_opens_its_entry(page: Page) -> None:
    page.goto("/article/a")
    mark = page.locator("article.text a", has_text="blocked")
    assert "COERCE" in (mark.get_attribute("title") or "")
    assert "score" in (mark.get_attribute("title") or "")
    mark.click()
    expect(page.locator("main h1")).to_contain_text("Sylvania")
    expect(page.get_by_role("heading", name="Evidence")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "begins"), [("PDF", b"%PDF"), ("Word", b"PK"), ("HTML", b"<!doctype html>"), ("Markdown", b"# ")]
)
def test_the_dossier_is_downloaded(page: Page, name: str, begins: bytes) -> None:
    page.goto("/dossier?subject=piracy")
    page.context.set_default_timeout(90_000)
    with page.expect_download() as given:
        page.get_by_role("link", name=name, exact=True).click()
    assert Path(given.value.path()).read_bytes().startswith(begins)


def test_a_reference_of_the_dossier_leads_to_its_words(page: Page) -> None:
    page.goto("/dossier?subject=piracy")
    page.locator("sup a").first.click()
    expect(page).to_have_url(re.compile("#ref-\\d+$"))
    page.locator("ol li:target a").click()
    expect(page).to_have_url(re.compile(r"/article/.+#at-\d+$"))


def test_rows_and_pictures_are_taken_away_under_the_same_filters(page: Page) -> None:
    page.goto("/relations?party=SYL")
    picture = page.locator("p.downloads").first
    for name, begins in (("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("CSV", b"a,b,"), ("JSON", b"[{")):
        address = picture.get_by_role("link", name=name, exact=True).get_attribute("href") or ""
        assert "party=SYL" in address
        assert page.request.get(address).body().startswith(begins)


def test_a_dot_of_the_timeline_opens_its_evidence(page: Page) -> None:
    page.goto("/timeline?type=ACCUSE")
    page.wait_for_selector("[data-drawn=yes]")
    page.locator("[data-chart] svg .mark-symbol.role-mark path").first.click(force=True)
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


def test_a_narrow_screen_does_not_scroll_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    for address in PAGES:
        page.goto(address)
        if address in DRAWN:
            page.wait_for_selector("[data-drawn=yes]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 361, address


def test_dark_is_dark(browser: Browser, served: tuple[str, Path]) -> None:
    context = browser.new_context(base_url=served[0], color_scheme="dark")
    page = context.new_page()
    page.goto("/events")
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.goto("/relations")
    page.wait_for_selector("[data-drawn=yes]")
    label = page.locator("[data-chart] svg .mark-text.role-mark text").last.get_attribute("fill")
    page.goto("/events")
    assert sum(int(n) for n in re.findall(r"\d+", colour)[:3]) < 150
    serious = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    context.close()
    assert serious == []
    assert label == "#e6e8ea", "names of parties are light on a dark page"


@pytest.mark.parametrize("address", ["/", *DRAWN])
def test_no_layout_shift(page: Page, address: str) -> None:
    page.goto(address)
    if address in DRAWN:
        page.wait_for_selector("[data-drawn=yes]")
    shift = page.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) "
        "if (!e.hadRecentInput) sum += e.value; }).observe({type: 'layout-shift', buffered: true}); "
        "setTimeout(() => done(sum), 500); })"
    )
    assert shift < 0.1
