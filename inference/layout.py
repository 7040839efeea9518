"""The numbers that describe one emotion2vec network, read from a model folder's ``config.yaml`` and checked.

Only what is understood here ever reaches FunASR: its own loader passes the whole file on and *evaluates* the text of
``feature_encoder_spec`` as Python.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.contract import FIELD, HOP
from inference.errors import ModelBroken

Shape = tuple[int, ...]
SPEC = re.compile(r"(?:\+?\[(?:\(\d{1,4},\d{1,3},\d{1,3}\),?){1,16}\](?:\*\d{1,2})?){1,16}")
TERM = re.compile(r"\[([^]]*)\](?:\*(\d+))?")
STAGE = re.compile(r"\((\d+),(\d+),(\d+)\)")
MOST = {  # no published network comes near these; they keep a broken or hostile file from filling the memory
    "embed_dim": 4096,
    "num_heads": 64,
    "depth": 64,
    "prenet_depth": 64,
    "num_extra_tokens": 256,
    "conv_pos_depth": 16,
    "conv_pos_width": 1024,
    "conv_pos_groups": 256,
    "mlp_ratio": 16,
}
EXPECTED = {  # of the variants data2vec 2 knows, the ones the published emotion2vec models use
    "layer_norm_first": False,
    "norm_affine": True,
    "extractor_mode": "layer_norm",
    "conv_pos_pre_ln": False,
    "learned_alibi": False,
    "use_alibi_encoder": True,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes of an emotion2vec network (FunASR ``models/emotion2vec``; Ma et al., 2023, arXiv:2312.15185)."""

    size: int  # D
    heads: int
    prenet: int  # blocks inside the audio encoder
    depth: int  # blocks after it
    hidden: int  # width of a block's middle layer
    epsilon: float  # of the blocks' layer norms
    extra_tokens: int  # learned rows before the frames
    stages: tuple[tuple[int, int, int], ...]  # of the front end: channels, kernel, stride
    positional_layers: int
    positional_kernel: int
    positional_groups: int
    scale_per_layer: bool  # whether every block has its own ALiBi scale
    scale_per_head: bool
    normalize: bool  # whether a clip is brought to mean 0 and variance 1 first

    @property
    def blocks(self) -> int:
        """Transformer blocks in all, prenet first."""
        return self.prenet + self.depth

    def shapes(self, labels: int) -> dict[str, Shape]:
        """Shape of every weight the network needs, by FunASR's names."""
        encoder, channels = "modality_encoders.AUDIO.", 1
        scale = (self.blocks if self.scale_per_layer else 1, 1, self.heads if self.scale_per_head else 1, 1, 1)
        shapes: dict[str, Shape] = {encoder + "alibi_scale": scale}
        if self.extra_tokens:
            shapes[encoder + "extra_tokens"] = (1, self.extra_tokens, self.size)
        for number, (width, kernel, _) in enumerate(self.stages):
            stage = f"{encoder}local_encoder.conv_layers.{number}."
            shapes |= {stage + "0.weight": (width, channels, kernel)} | _norm(stage + "2.1.", width)
            channels = width
        shapes |= _norm(encoder + "project_features.1.", channels)
        shapes |= _linear(encoder + "project_features.2.", channels, self.size)
        for number in range(1, self.positional_layers + 1):
            layer = f"{encoder}relative_positional_encoder.{number}.0."
            shapes[layer + "weight"] = (self.size, self.size // self.positional_groups, self.positional_kernel)
            shapes[layer + "bias"] = (self.size,)
        shapes |= _norm(encoder + "context_encoder.norm.", self.size)
        for block in self.block_names():
            shapes |= _norm(block + "norm1.", self.size) | _norm(block + "norm2.", self.size)
            shapes |= _linear(block + "attn.qkv.", self.size, 3 * self.size)
            shapes |= _linear(block + "attn.proj.", self.size, self.size)
            shapes |= _linear(block + "mlp.fc1.", self.size, self.hidden)
            shapes |= _linear(block + "mlp.fc2.", self.hidden, self.size)
        return shapes | _linear("proj.", self.size, labels)

    def block_names(self) -> list[str]:
        """Prefix of every transformer block's weights, in the order they run."""
        inner = [f"modality_encoders.AUDIO.context_encoder.blocks.{number}." for number in range(self.prenet)]
        return inner + [f"blocks.{number}." for number in range(self.depth)]


def read_layout(conf: Mapping[str, Any]) -> Layout:
    """The layout that ``model_conf`` of a ``config.yaml`` describes. ``ModelBroken`` where it is none we can run."""
    audio = _section(_section(conf, "modalities"), "audio")
    for name, expected in EXPECTED.items():
        found = audio.get(name, conf.get(name))
        if found != expected:
            raise ModelBroken(f"config.yaml says {name}: {found!r}; ToneAtlas runs networks with {expected!r} only")
    heads, size, depth = _whole(conf, "num_heads"), _whole(conf, "embed_dim"), _whole(audio, "conv_pos_depth")
    layout = Layout(
        size=size,
        heads=heads,
        prenet=_whole(audio, "prenet_depth"),
        depth=_whole(conf, "depth"),
        hidden=int(size * _number(conf, "mlp_ratio", MOST["mlp_ratio"])),
        epsilon=_number(conf, "norm_eps", 1.0),
        extra_tokens=_whole(audio, "num_extra_tokens", least=0),
        stages=read_stages(audio.get("feature_encoder_spec")),
        positional_layers=depth,
        positional_kernel=max(3, _whole(audio, "conv_pos_width") // depth),
        positional_groups=_whole(audio, "conv_pos_groups"),
        scale_per_layer=bool(audio.get("learned_alibi_scale_per_layer")),
        scale_per_head=bool(audio.get("learned_alibi_scale_per_head")),
        normalize=bool(conf.get("normalize")),
    )
    _fit_together(layout, _whole(audio, "num_alibi_heads", most=MOST["num_heads"]))
    return layout


def read_stages(spec: object) -> tuple[tuple[int, int, int], ...]:
    """The front end's convolutions from text such as ``[(512, 10, 5)] + [(512, 3, 2)] * 4``, without running it."""
    text = re.sub(r"\s", "", spec) if isinstance(spec, str) and len(spec) <= 500 else ""
    if not SPEC.fullmatch(text):
        raise ModelBroken("config.yaml: feature_encoder_spec is not a plain list of (channels, kernel, stride)")
    stages: list[tuple[int, int, int]] = []
    for inside, times in TERM.findall(text):
        found = [(int(a), int(b), int(c)) for a, b, c in STAGE.findall(inside)]
        stages += found * int(times or 1)
    if not 0 < len(stages) <= 32 or not all(number > 0 for stage in stages for number in stage):
        raise ModelBroken("config.yaml: feature_encoder_spec needs 1 to 32 convolutions with sizes above 0")
    return tuple(stages)


def _fit_together(layout: Layout, alibi_heads: int) -> None:
    hop, field = 1, 1
    for _, kernel, stride in layout.stages:
        field += (kernel - 1) * hop
        hop *= stride
    if (hop, field) != (HOP, FIELD):
        raise ModelBroken(
            f"the network's frames are {hop} samples apart and hear {field}; ToneAtlas runs {HOP} and {FIELD} only"
        )
    if layout.size % layout.heads or layout.size % layout.positional_groups or alibi_heads != layout.heads:
        raise ModelBroken("config.yaml: embed_dim, num_heads, num_alibi_heads and conv_pos_groups do not fit together")
    if layout.positional_kernel % 2 == 0:
        raise ModelBroken("config.yaml: conv_pos_width divided by conv_pos_depth must be an odd number")


def _section(conf: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = conf.get(name)
    if not isinstance(section, Mapping):
        raise ModelBroken(f"config.yaml has no section {name}")
    return section


def _whole(conf: Mapping[str, Any], name: str, *, least: int = 1, most: int | None = None) -> int:
    number, most = conf.get(name), MOST[name] if most is None else most
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise ModelBroken(f"config.yaml: {name} is {number!r}; it must be a whole number from {least} to {most}")
    return number


def _number(conf: Mapping[str, Any], name: str, most: float) -> float:
    number = conf.get(name)
    if not isinstance(number, int | float) or isinstance(number, bool) or not 0 < number <= most:
        raise ModelBroken(f"config.yaml: {name} is {number!r}; it must be a number above 0 and up to {most}")
    return float(number)


def _norm(name: str, size: int) -> dict[str, Shape]:
    return {name + "weight": (size,), name + "bias": (size,)}


def _linear(name: str, into: int, out: int) -> dict[str, Shape]:
    return {name + "weight": (out, into), name + "bias": (out,)}
