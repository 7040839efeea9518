"""A call in twelve letters, against one worked by hand."""

import numpy as np

from dashboard.sparks import spark
from data.outlines import Outline
from data.records import Model

MODEL = Model("m", "1", "0" * 64, ("生气/angry", "中立/neutral", "难过/sad"), 4)


def test_each_twelfth_says_how_negative_it_is():
    scores = np.array([[0.0, 1.0, 0.0], [0.25, 0.5, 0.25], [0.6, 0.0, 0.4]], np.float32)  # negative: 0, 0.5 and 1
    found = Outline(np.array([[0.0, 3.0], [3.0, 6.0], [9.0, 12.0]]), scores)
    assert spark(found, seconds=12.0, model=MODEL) == "▁▁▁▅▅▅···███"


def test_a_stretch_that_lies_in_two_parts_counts_in_both():
    found = Outline(np.array([[0.5, 1.5]]), np.array([[1.0, 0.0, 0.0]], np.float32))
    assert spark(found, seconds=12.0, model=MODEL) == "██··········"
