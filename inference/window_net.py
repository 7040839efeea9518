"""The window net of the compact model: acoustic functionals to a term that is constant over a window."""

import torch.nn.functional as F
from torch import Tensor, nn

HIDDEN = 128  # of the last layer before the logits


class WindowNet(nn.Module):
    """Functionals to a term that is constant over a window."""

    def __init__(self, functionals: int, labels: int) -> None:
        super().__init__()
        self.first = nn.Linear(functionals + 1, 256)
        self.first_norm = nn.BatchNorm1d(256)
        self.hidden = nn.Linear(256, HIDDEN)
        self.hidden_norm = nn.BatchNorm1d(HIDDEN)
        self.head = nn.Linear(HIDDEN, labels)

    def deep(self, moved: Tensor) -> Tensor:
        """Functionals relative to their speaker's, (B, F + 1), to (B, 128)."""
        heard = F.dropout(moved, 0.1, self.training)
        heard = F.dropout(F.relu(self.first_norm(self.first(heard))), 0.5, self.training)
        return F.relu(self.hidden_norm(self.hidden(heard)))

    def forward(self, moved: Tensor) -> Tensor:
        """Functionals relative to their speaker's, (B, F + 1), to logits (B, L)."""
        logits: Tensor = self.head(F.dropout(self.deep(moved), 0.4, self.training))
        return logits
