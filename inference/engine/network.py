"""emotion2vec on a processor: the frames of many clips at once, FunASR's numbers for each."""

from collections.abc import Sequence

import numpy as np
import torch

from data.records import Floats
from inference.contract import frames_in
from inference.engine import kernels, precision
from inference.engine.arrays import array, norm_of
from inference.engine.block import Block
from inference.engine.frontend import FrontEnd
from inference.engine.packing import Pack, lay_out
from inference.engine.positional import Positional
from inference.engine.precision import Precision
from inference.engine.voices import voice_like
from inference.layout import Layout

Weights = dict[str, torch.Tensor]
ENCODER = "modality_encoders.AUDIO."
EPSILON = np.float32(1e-5)  # of the norm before the projection, whatever norm_eps says of the others
CALIBRATION = (0.6, 1.0, 1.4, 2.0)  # seconds of the voice-like sounds from which layers learn what they meet


class Network:
    """The whole network with its weights laid out for this processor; it may be called from several threads."""

    def __init__(self, weights: Weights, layout: Layout, precision: Precision) -> None:
        self._layout = layout
        self._front = FrontEnd(weights, layout, precision)
        self._project_norm = norm_of(weights, ENCODER + "project_features.1.")
        self._project = precision.linear(
            weights[ENCODER + "project_features.2.weight"], weights[ENCODER + "project_features.2.bias"]
        )
        self._positional = Positional(weights, layout, precision)
        self._norm = norm_of(weights, ENCODER + "context_encoder.norm.")
        self._extra = weights[ENCODER + "extra_tokens"][0] if layout.extra_tokens else torch.empty(0, layout.size)
        scales = weights[ENCODER + "alibi_scale"][:, 0, :, 0, 0].expand(layout.blocks, -1)
        self._blocks = [
            Block(weights, name, layout, scale, precision)
            for name, scale in zip(layout.block_names(), scales, strict=True)
        ]

    def __call__(self, clips: Sequence[Floats]) -> list[torch.Tensor]:
        """Frame features (T, D) of each clip, float32."""
        frames = tuple(frames_in(len(clip)) for clip in clips)
        pack = Pack(frames, self._layout.positional_kernel // 2, self._layout.extra_tokens)
        heard = self._front(lay_out(clips, normalize=self._layout.normalize))
        kernels.norm(array(heard), *self._project_norm, EPSILON, array(heard))
        rows = self._start(self._project(heard)[pack.heard], pack)
        for block in self._blocks:
            block(rows, pack)
        return list(torch.split(rows[pack.spoken], list(frames)))

    def _start(self, frames: torch.Tensor, pack: Pack) -> torch.Tensor:
        """The transformer's first rows, float32: learned ones, then frames plus what the positional layers say."""
        in_positional, in_transformer = pack.sizes
        apart = frames.new_zeros((in_positional, frames.shape[1]))
        apart[pack.apart] = frames
        rows = torch.zeros(in_transformer, frames.shape[1])
        rows[pack.spoken] = frames.float() + self._positional(apart, pack.apart)[pack.apart].float()
        for start in pack.starts:
            rows[start : start + pack.extra] = self._extra
        kernels.norm(array(rows), *self._norm, np.float32(self._layout.epsilon), array(rows))
        return rows


def build(weights: Weights, layout: Layout, name: str) -> Network:
    """A network of that precision: float32, bfloat16 or int8."""
    if name == precision.FLOAT32:
        return Network(weights, layout, precision.float32())
    recorder = precision.Recorder()
    reduced = precision.int8 if name == precision.INT8 else precision.bfloat16
    with torch.inference_mode():
        Network(weights, layout, recorder.precision)(voice_like(CALIBRATION, seed=9))
        return Network(weights, layout, reduced(recorder.met()))
