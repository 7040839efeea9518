"""emotion2vec on a card: padded batches in plain PyTorch, with every mask that keeps padding out of the numbers.

The same network as ``network``, for devices where one large batch beats exact packing. Frames beyond a clip's end are
zeroed before each positional convolution, are no keys in attention, and are left out of the mean.
"""

import torch
import torch.nn.functional as F

from inference.contract import FIELD, HOP
from inference.engine.attention import alibi_slopes
from inference.layout import Layout

ENCODER = "modality_encoders.AUDIO."


class PaddedNetwork:
    """The whole network on one device in one type; the waveform's first convolution stays float32."""

    def __init__(
        self, weights: dict[str, torch.Tensor], layout: Layout, *, device: torch.device, dtype: torch.dtype
    ) -> None:
        self._layout, self._dtype, self.device = layout, dtype, device
        first = ENCODER + "local_encoder.conv_layers.0."
        self._weights = {
            name: tensor.to(device, torch.float32 if name.startswith(first) else dtype)
            for name, tensor in weights.items()
            if not name.startswith("proj.")
        }
        for number in range(len(layout.stages)):
            name = f"{ENCODER}local_encoder.conv_layers.{number}.0.weight"
            self._weights[name] = self._weights[name][:, :, None].contiguous(memory_format=torch.channels_last)
        # (1, H) for all blocks, or (blocks, H)
        scales = weights[ENCODER + "alibi_scale"].clamp_min(0)[:, 0, :, 0, 0]
        self._slopes = (torch.tensor(alibi_slopes(layout.heads)) * scales).to(device)

    def __call__(self, samples: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Features (B, T, D) of samples (B, S) of which the first ``lengths`` (B,) are the clip's, and which of the
        T frames are real (B, T). S is the longest clip's length."""
        layout = self._layout
        rows = self._project(self._hear(samples, lengths))
        there = torch.arange(rows.shape[1], device=self.device) < ((lengths - FIELD) // HOP + 1)[:, None]
        rows = rows + self._position(rows, there)
        if layout.extra_tokens:
            extra = self._weights[ENCODER + "extra_tokens"].expand(len(rows), -1, -1)
            rows = torch.cat([extra, rows], dim=1)
        rows = self._norm(rows, ENCODER + "context_encoder.norm.", layout.epsilon)
        keys = F.pad(there, (layout.extra_tokens, 0), value=True)
        distance = _distances(rows.shape[1], layout.extra_tokens, self.device)
        for number, name in enumerate(layout.block_names()):
            if number < len(self._slopes):
                bias = -self._slopes[number, :, None, None] * distance
                bias = bias.masked_fill(~keys[:, None, None], -torch.inf).to(self._dtype)
            rows = self._block(rows, name, bias)
        return rows[:, layout.extra_tokens :].float(), there

    def _hear(self, samples: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """The front end: rows (B, T, C)."""
        if self._layout.normalize:
            samples = _normalise(samples, lengths[:, None])
        image = samples[:, None, None]
        for number, (_, _, stride) in enumerate(self._layout.stages):
            name = f"{ENCODER}local_encoder.conv_layers.{number}."
            image = F.conv2d(image, self._weights[name + "0.weight"], stride=(1, stride))
            rows = F.gelu(self._norm(image.permute(0, 2, 3, 1), name + "2.1.", 1e-5))
            image = rows.to(self._dtype).permute(0, 3, 1, 2)
        return image[:, :, 0].transpose(1, 2)

    def _project(self, rows: torch.Tensor) -> torch.Tensor:
        return self._linear(self._norm(rows, ENCODER + "project_features.1.", 1e-5), ENCODER + "project_features.2.")

    def _position(self, rows: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        layout = self._layout
        for number in range(1, layout.positional_layers + 1):
            name = f"{ENCODER}relative_positional_encoder.{number}.0."
            image = F.conv1d(
                (rows * there[:, :, None]).transpose(1, 2),
                self._weights[name + "weight"],
                self._weights[name + "bias"],
                padding=layout.positional_kernel // 2,
                groups=layout.positional_groups,
            )
            rows = F.gelu(F.layer_norm(image.transpose(1, 2), (layout.size,)))
        return rows

    def _block(self, rows: torch.Tensor, name: str, bias: torch.Tensor) -> torch.Tensor:
        batch, length, size = rows.shape
        joint = self._linear(rows, name + "attn.qkv.").view(batch, length, 3, self._layout.heads, -1)
        queries, keys, values = joint.permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(queries, keys, values, attn_mask=bias)
        attended = self._linear(attended.transpose(1, 2).reshape(batch, length, size), name + "attn.proj.")
        rows = self._norm(rows + attended, name + "norm1.", self._layout.epsilon)
        widened = self._linear(F.gelu(self._linear(rows, name + "mlp.fc1.")), name + "mlp.fc2.")
        return self._norm(rows + widened, name + "norm2.", self._layout.epsilon)

    def _linear(self, rows: torch.Tensor, name: str) -> torch.Tensor:
        return F.linear(rows, self._weights[name + "weight"], self._weights[name + "bias"])

    def _norm(self, rows: torch.Tensor, name: str, epsilon: float) -> torch.Tensor:
        return F.layer_norm(
            rows, rows.shape[-1:], self._weights[name + "weight"], self._weights[name + "bias"], epsilon
        )


def _normalise(samples: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Each row of samples (B, S) at mean 0 and variance 1 over its own length, zero beyond it."""
    inside = torch.arange(samples.shape[1], device=samples.device) < lengths
    centred = (samples - (samples * inside).sum(dim=1, keepdim=True) / lengths) * inside
    return centred * torch.rsqrt(centred.square().sum(dim=1, keepdim=True) / lengths + 1e-5)


def _distances(length: int, extra: int, device: torch.device) -> torch.Tensor:
    """How many frames apart two rows are (T, T); 0 where one of them is a learned row."""
    place = torch.arange(length, device=device)
    distances = (place[:, None] - place).abs().float()
    distances[:extra] = 0
    distances[:, :extra] = 0
    return distances
