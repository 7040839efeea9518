"""Which windows somebody means who drew a stretch of a call with the mouse."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def windows_within(spans: ArrayLike, start: float, end: float) -> NDArray[np.intp]:
    """Rows of the windows, of some spans (N, 2) in seconds, that a stretch means.

    Those it covers by half or more; where it covers none so far, the one it shares most with; none where it meets none.
    """
    windows = np.asarray(spans, dtype=np.float64).reshape(-1, 2)
    shared = np.clip(np.minimum(windows[:, 1], end) - np.maximum(windows[:, 0], start), 0, None)
    if not shared.any():
        return np.zeros(0, dtype=np.intp)
    covered = np.flatnonzero(shared * 2 >= windows[:, 1] - windows[:, 0])
    return covered if len(covered) else np.array([shared.argmax()], dtype=np.intp)
