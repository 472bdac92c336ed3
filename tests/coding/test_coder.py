"""The coder that comes with detente, on sentences of our own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from detente.coding.coder import Coder
from detente.coding.marking import Marked, from_tags
from detente.coding.pairs import BadPairs, code_pairs

PLAIN = {
    "AGREE": "<s>Ruritania</s> has agreed to send engineers to <t>Graustark</t> next spring.",
    "CONSULT": "<s>The Ruritanian foreign minister</s> held talks with <t>his Graustarkian counterpart</t> in Geneva.",
    "SUPPORT": "<s>Canada</s> praised <t>Ghana</t> for its handling of the election.",
    "COOPERATE": "<s>The Greek navy</s> and <t>the Egyptian navy</t> held joint exercises off Crete.",
    "AID": "<s>Norway</s> donated three million dollars in food aid to <t>Malawi</t>.",
    "REQUEST": "<s>Ireland</s> urged <t>Hungary</t> to free the jailed poets.",
    "ACCUSE": "<s>Chile</s> accused <t>Bolivia</t> of moving the border stones by night.",
    "REJECT": "<s>Laos</s> turned down an offer of mediation from <t>Vietnam</t>.",
    "THREATEN": "<s>Eritrea</s> threatened to shell <t>Djibouti</t> unless the port is reopened.",
    "SANCTION": "<s>Peru</s> broke off diplomatic relations with <t>Ecuador</t> over the spy affair.",
    "PROTEST": "<s>Thousands of farmers</s> marched against <t>the government</t> in the rain.",
    "MOBILIZE": "<s>The Omani army</s> massed tanks along the border with <t>Yemen</t>.",
    "COERCE": "<s>Police in Lagos</s> arrested <t>a newspaper editor</t> on Tuesday.",
    "ASSAULT": "<s>Gunmen</s> killed <t>nine soldiers</t> in an ambush.",
}


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def test_plain_sentences_of_each_type(coder: Coder) -> None:
    found = coder.code([from_tags(text) for text in PLAIN.values()])
    assert {wanted: coded.type for wanted, coded in zip(PLAIN, found, strict=True)} == {t: t for t in PLAIN}
    assert all(coded.score > 0.35 for coded in found)


def test_giving_way_in_word_and_in_deed(coder: Coder) -> None:
    eased, left = coder.code(
        [
            from_tags("<s>Nepal</s> eased the curfew in <t>the valley</t> after the mayors asked."),
            from_tags("<s>Angola</s> withdrew its troops from <t>the northern province</t> on Sunday."),
        ]
    )
    assert eased.type == "CONCEDE"
    assert (left.type, left.mode) == ("RETREAT", "withdraw")


def test_who_does_it_is_seen(coder: Coder) -> None:
    there = from_tags("<s>Chile</s> accused <t>Bolivia</t> of moving the border stones by night.")
    back = Marked(there.text, there.target, there.source)
    a, b = coder.code([there, back])
    assert a.type == "ACCUSE"
    assert b.type == "NONE"


def test_parties_between_which_nothing_happens(coder: Coder) -> None:
    nothing = [
        "<s>Chile</s> borders <t>Bolivia</t>.",
        "<s>Ghana</s> beat <t>Togo</t> 2-1 in the final.",
        "<s>Norway</s> is a member of <t>NATO</t>.",
        "<s>Peru</s> signed the treaty with Chile, while <t>Brazil</t> celebrated its carnival.",
    ]
    assert [c.type for c in coder.code([from_tags(t) for t in nothing])] == ["NONE"] * len(nothing)


def test_the_predicate_decides_where_there_are_several(coder: Coder) -> None:
    text = "Kenya praised Uganda on Monday, and on Tuesday Kenya accused Uganda of piracy."
    first = Marked(text, (0, 5), (14, 20), (6, 13))
    at = text.index("Kenya accused")
    second = Marked(text, (at, at + 5), (at + 14, at + 20), (at + 6, at + 13))
    assert [c.type for c in coder.code([first, second])] == ["SUPPORT", "ACCUSE"]


def test_modes(coder: Coder) -> None:
    marked = [
        from_tags("<s>The prime minister of Chad</s> telephoned <t>the king of Jordan</t> late on Friday."),
        from_tags("<s>Nurses</s> went on strike against <t>the health ministry</t>."),
        from_tags("<s>Mali</s> expelled <t>the Danish ambassador</t>."),
        from_tags("<s>Sweden</s> praised <t>Estonia</t>."),
    ]
    assert [c.mode for c in coder.code(marked)] == ["phone", "strike", "expel", None]


def test_an_event_without_recipient_and_one_without_actor(coder: Coder) -> None:
    alone, nobody = coder.code(
        [
            from_tags("<s>The Thai premier</s> resigned on Sunday."),
            from_tags("<t>Two newspapers</t> were closed by decree."),
        ]
    )
    assert alone.type == "RETREAT"
    assert nobody.type == "COERCE"


def test_probabilities_sum_to_one_and_do_not_depend_on_the_batch(coder: Coder) -> None:
    marked = [from_tags(text) for text in PLAIN.values()]
    together = coder.code(marked)
    for one, wanted in zip(marked, together, strict=True):
        [alone] = coder.code([one])
        assert sum(alone.probs.values()) == pytest.approx(1, abs=1e-5)
        assert alone == wanted
    assert Coder(threads=2).code(marked[::-1])[::-1] == together
    assert coder.code([]) == []
    assert coder.types(marked).sum(axis=1) == pytest.approx(np.ones(len(marked)), abs=1e-5)


def test_a_long_sentence_is_read_around_its_marks(coder: Coder) -> None:
    filler = "and the orchestra played on in the old square beside the river, " * 40
    [coded] = coder.code([from_tags(f"{filler} <s>Ireland</s> accused <t>Hungary</t> of torture {filler}")])
    assert coded.type == "ACCUSE"


def test_a_table_of_pairs_is_coded_in_its_order(tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    rows = [["", "n", "marked_sentence"], *([str(k), "x", text] for k, text in enumerate(PLAIN.values()))]
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(rows)
    assert code_pairs(table, tmp_path / "out.tsv") == len(PLAIN)
    with (tmp_path / "out.tsv").open(encoding="utf-8") as file:
        out = list(csv.DictReader(file, delimiter="\t"))
    assert [r["type"] for r in out] == list(PLAIN)
    assert all(0 < float(r["score"]) <= 1 for r in out)


class _Undecided(Coder):
    """A coder to whom conceding, retreating and aid are about equally likely."""

    @property
    def labels(self) -> tuple[str, ...]:
        return ("AID", "CONCEDE", "RETREAT")

    def types(self, batch: Sequence[Marked]) -> np.ndarray:
        return np.array([[0.4, 0.25, 0.35]] * len(batch))


def test_conceding_and_retreating_compete_as_one(tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text("marked_sentence\n<s>A</s> gave <t>B</t> its island back\n", encoding="utf-8")
    code_pairs(table, tmp_path / "out.tsv", _Undecided())
    assert (tmp_path / "out.tsv").read_text(encoding="utf-8").splitlines()[1] == "RETREAT\t0.6000"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"sentence\nx\n", "line 1: no column marked_sentence"),
        (b"marked_sentence\n<s>A</s> met <t>B</t>\nno tags\n", "line 3: neither"),
        (b"marked_sentence\n<s>A</s> met\n\xff\xfe\n", "line 3: not UTF-8"),
        (b"n\tmarked_sentence\n1\t<s>A</s>\n2\n", "line 3: marked_sentence is empty"),
        (b"", "line 1: no column"),
    ],
)
def test_a_bad_table_is_named_by_line(tmp_path: Path, content: bytes, said: str) -> None:
    table = tmp_path / "bad.tsv"
    table.write_bytes(content)
    with pytest.raises(BadPairs, match=said):
        code_pairs(table, tmp_path / "out.tsv")
    assert not (tmp_path / "out.tsv").exists()


def test_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(BadPairs, match="No such file"):
        code_pairs(tmp_path / "none.tsv", tmp_path / "out.tsv")
