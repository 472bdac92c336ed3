"""Frames, codes and values from the data files."""

from detente.coding.frames import cameo_of, frames, goldstein_of


def test_every_frame_has_a_code_with_a_value() -> None:
    known = frames()
    every = [f for group in (known.verbs, known.nouns) for fs in group.values() for f in fs]
    assert len(every) > 800
    assert all(goldstein_of(f.cameo) is not None and cameo_of(f.type, f.mode) for f in every)


def test_frames_that_ask_more_come_first() -> None:
    for fs in frames().verbs.values():
        assert [f.demands for f in fs] == sorted((f.demands for f in fs), reverse=True)


def test_yaml_reads_no_preposition_as_truth() -> None:
    slots = {slot for fs in frames().verbs.values() for f in fs for slot in f.recipient}
    assert "on" in slots
    assert not {"True", "true", "False"} & slots


def test_goldstein_falls_back_to_the_longest_beginning() -> None:
    assert goldstein_of("0874") == 10.0
    assert goldstein_of("0871") == 9.0
    assert goldstein_of("1831") == -10.0
    assert goldstein_of("999") is None
