"""Calibration: fitting a score and measuring how far it is a share."""

import numpy as np
from benchmarks.calibration import Case, best_threshold, calibration_error, fit, predicted


def test_error_is_the_gap_between_score_and_share() -> None:
    score = np.array([0.9] * 10)
    assert calibration_error(score, np.array([True] * 9 + [False])) < 1e-9
    assert abs(calibration_error(score, np.array([True] * 4 + [False] * 6)) - 0.5) < 1e-9


def test_fitted_scores_are_shares() -> None:
    cases = [Case("made", str(k), {"always": 1.0}, k % 4 > 0) for k in range(80)]
    cases += [Case("made", f"b{k}", {"always": 1.0, "bad": 1.0}, k % 4 == 0) for k in range(80)]
    good, bad = predicted(fit(cases), [cases[0], cases[-1]])
    assert abs(good - 0.75) < 0.05
    assert abs(bad - 0.25) < 0.06


def test_threshold_is_kept_low_where_nothing_is_won() -> None:
    right = np.array([True, True, False, False])
    assert best_threshold(np.array([0.9, 0.8, 0.3, 0.2]), right, 2)[0] == 0.32
    assert best_threshold(np.array([0.9, 0.9, 0.9, 0.9]), right, 2)[0] == 0.0
