"""The table of figures: what is read from a page is what was written, and what became worse is told."""

from benchmarks.accuracy import PARTS, Figure, numbers, table, worse, written

TIMES = Figure("times", "value F1", 0.78, PARTS["times"][0], "2026-01-02", "abc1234")


def test_a_page_keeps_its_words_and_its_figures() -> None:
    missing = Figure("pairs", "macro F1", None, PARTS["pairs"][0], "2026-01-02", "abc1234", "SHARED/x is not there")
    page = written("# Accuracy\n\nHow we measure.\n", {("times", "value F1"): TIMES, ("pairs", "macro F1"): missing})
    assert page.startswith("# Accuracy\n\nHow we measure.\n")
    assert table(page) == {("times", "value F1"): TIMES, ("pairs", "macro F1"): missing}
    assert "≥ 0.78" in page and "missing: SHARED/x is not there" in page
    again = written(page + "\nAfterword.\n", {("times", "value F1"): TIMES})
    assert list(table(again)) == [("times", "value F1")]
    assert again.endswith("Afterword.\n")


def moved(figure: Figure, value: float | None) -> Figure:
    return Figure(figure.part, figure.name, value, figure.command, "2026-01-03", "def5678", "gone")


def test_a_fall_by_more_than_a_hundredth_is_told() -> None:
    assert worse(TIMES, moved(TIMES, 0.771)) is None
    assert worse(TIMES, moved(TIMES, 0.9)) is None
    assert worse(TIMES, moved(TIMES, 0.769)) == "times, value F1: was 0.780, is 0.769"
    assert worse(None, moved(TIMES, 0.1)) is None


def test_a_figure_that_can_no_longer_be_measured_is_told() -> None:
    assert worse(TIMES, moved(TIMES, None)) == "times, value F1: was 0.780, is missing: gone"
    assert worse(moved(TIMES, None), moved(TIMES, None)) is None


def test_more_false_alarms_are_worse_and_fewer_are_not() -> None:
    alarms = Figure("gold", "false alarms", 1.0, PARTS["gold"][0], "2026-01-02", "abc1234")
    assert worse(alarms, moved(alarms, 2.0)) == "gold, false alarms: was 1.000, is 2.000"
    assert worse(alarms, moved(alarms, 0.0)) is None


def test_numbers_are_found_in_what_a_scorer_prints() -> None:
    text = "dates: gold 9 found 8  span F1 0.900  value F1 0.810"
    assert numbers(text, span_F1=r"span F1 ([\d.]+)", value_F1=r"value F1 ([\d.]+)") == {
        "span F1": 0.9,
        "value F1": 0.81,
    }
