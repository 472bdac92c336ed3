"""What has to be merged at once, and nothing else."""

from detente.merging.corrections import Anchor, Correction
from detente.merging.units import units


def correction(id_: str, *articles: str) -> Correction:
    anchors = tuple(Anchor(a, 0, 4, "they", 0, 4) for a in articles)
    return Correction(id_, "merge", "event", anchors[:1], other=anchors[1:])


def test_what_links_connect_is_one_unit() -> None:
    assert units(["a", "b", "c", "d"], [(0, 2), (2, 3)], []) == [([0, 2, 3], []), ([1], [])]


def test_a_correction_connects_all_that_its_articles_tell() -> None:
    one = correction("c1", "a", "b")
    assert units(["a", "b", "c", "a"], [], [one]) == [([0, 1, 3], [one]), ([2], [])]


def test_corrections_of_one_article_are_applied_together_oldest_first() -> None:
    old, new = correction("z", "b", "c"), correction("a", "a", "b")
    assert units(["a", "c", "d"], [], [old, new]) == [([0, 1], [old, new]), ([2], [])]


def test_a_correction_whose_article_tells_nothing_any_more_is_a_unit_of_its_own() -> None:
    lost = correction("c1", "gone")
    assert units(["a"], [], [lost]) == [([0], []), ([], [lost])]
