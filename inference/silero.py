"""silero-vad's network, version 6, with the weights of its own wheel (MIT, https://github.com/snakers4/silero-vad).

The wheel runs one 32 ms piece of one channel after another, or a channel alone. Here all pieces go through the
convolutions together, as matrix products, and only the recurrent layer walks through time, over all channels at once:
the same probabilities to 1e-5, sooner on a CPU (`make bench`), and on a GPU if there is one. The package itself is
never imported: doing so sets torch to one thread for the whole process.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from data.records import Floats
from inference.errors import ModelMissing
from inference.one_thread import one_thread
from inference.onnx_weights import read_weights

PIECE = 512  # samples that one probability is about: 32 ms
_BEFORE = 64  # samples of the piece before that are heard again
_ROWS = {
    "cpu": 256,
    "cuda": 65_536,
}  # pieces that go through the convolutions together; on a CPU they stay in the cache
_BINS = 129  # of the spectrum: 256 samples, every 128

State = tuple[Tensor, Tensor]  # (1, B, 128) each: what the recurrent layer remembers of B channels


class Silero:
    """The loaded network on one device."""

    def __init__(self, device: str = "cpu") -> None:
        weights = {name: tensor.to(device) for name, tensor in _weights().items()}
        self._device = torch.device(device)
        self._rows = _ROWS.get(self._device.type, 4_096)
        self._fourier = weights["stft.forward_basis_buffer"][:, 0].T.contiguous()  # (256, 258): real, then imaginary
        kernels = [weights[f"encoder.{number}.reparam_conv.weight"] for number in range(4)]
        self._kernels = [kernel.permute(2, 1, 0).reshape(-1, len(kernel)).contiguous() for kernel in kernels]
        self._biases = [weights[f"encoder.{number}.reparam_conv.bias"] for number in range(4)]
        self._memory = torch.nn.LSTM(128, 128, batch_first=True, device=device)
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        self._memory.load_state_dict({f"{name}_l0": weights[f"decoder.rnn.{name}"] for name in names})
        self._last, self._last_bias = weights["decoder.decoder.2.weight"][0, :, 0], weights["decoder.decoder.2.bias"]

    @torch.inference_mode()
    def probabilities(self, channels: Sequence[Floats], *, gains: Sequence[float] | None = None) -> list[Floats]:
        """Probability of speech in each piece of 512 samples of each channel, the last one filled up with zeros.

        ``channels`` are mono float32 (n,) at 16 kHz of any lengths, ``gains`` what each is multiplied by. The answer
        holds one (P,) for each. On a CPU it takes one thread whatever torch is set to.
        """
        with one_thread():
            return self._probabilities(channels, gains)

    def _probabilities(self, channels: Sequence[Floats], gains: Sequence[float] | None) -> list[Floats]:
        counts = [-(-len(channel) // PIECE) for channel in channels]
        order = sorted(range(len(channels)), key=lambda number: -counts[number])  # those still running come first
        heard = [np.zeros(count, dtype=np.float32) for count in counts]
        nothing = torch.zeros(1, len(order), 128, device=self._device)
        state = (nothing, nothing)
        start = 0
        while running := [number for number in order if counts[number] > start]:
            end = min(counts[running[0]], start + max(1, self._rows // len(running)))
            sound = np.stack([_excerpt(channels[number], start, end) for number in running])
            if gains is not None:
                sound *= np.array([[gains[number]] for number in running], dtype=np.float32)
            state = (state[0][:, : len(running)].contiguous(), state[1][:, : len(running)].contiguous())
            values, state = self._hear(torch.from_numpy(sound).to(self._device), state)
            for number, row in zip(running, values.cpu().numpy(), strict=True):
                heard[number][start:end] = row[: counts[number] - start]
            start = end
        return heard

    def _hear(self, sound: Tensor, state: State) -> tuple[Tensor, State]:
        """Probabilities (B, n) of the pieces in ``sound`` (B, 64 + 512 n), and the state of the memory after them."""
        pieces = sound.unfold(1, _BEFORE + PIECE, PIECE)
        shape = pieces.shape[:2]
        features = self._encode(pieces.reshape(-1, _BEFORE + PIECE))
        remembered, state = self._memory(features.view(*shape, 128), state)
        return torch.sigmoid(remembered.relu() @ self._last + self._last_bias), state

    def _encode(self, pieces: Tensor) -> Tensor:
        """Features (R, 128) of pieces (R, 576): a spectrum every 8 ms, and four convolutions over its four columns."""
        mirrored = torch.cat([pieces, pieces[:, -_BEFORE - 1 : -1].flip(1)], dim=1)
        spectra = mirrored.unfold(1, 256, 128).reshape(-1, 256) @ self._fourier
        size = (spectra[:, :_BINS].square() + spectra[:, _BINS:].square()).sqrt_().view(-1, 4, _BINS)
        columns = torch.nn.functional.pad(size, (0, 0, 1, 1)).unfold(1, 3, 1)  # (R, 4, 129, 3)
        first = self._layer(0, columns.transpose(2, 3).reshape(-1, 3 * _BINS)).view(-1, 4, 128)
        columns = torch.nn.functional.pad(first, (0, 0, 1, 0)).unfold(1, 3, 2)  # (R, 2, 128, 3)
        second = self._layer(1, columns.transpose(2, 3).reshape(-1, 3 * 128)).view(-1, 2 * 64)
        third = self._layer(2, torch.nn.functional.pad(second, (64, 0)))
        return self._layer(3, torch.nn.functional.pad(third, (64, 64)))

    def _layer(self, number: int, columns: Tensor) -> Tensor:
        return torch.addmm(self._biases[number], columns, self._kernels[number]).relu_()


@cache
def load_silero(device: str = "cpu") -> Silero:
    """The network on a device, loaded once. Raises ``ModelMissing`` where silero-vad is not installed."""
    return Silero(device)


def _excerpt(channel: Floats, start: int, end: int) -> Floats:
    """Samples of the pieces ``start`` … ``end`` with 64 before them; zeros stand for what the channel does not hold."""
    first, last = start * PIECE - _BEFORE, end * PIECE
    found = channel[max(0, first) : last]
    return np.pad(found, (max(0, -first), last - max(0, first) - len(found))).astype(np.float32, copy=False)


@cache
def _weights() -> dict[str, Tensor]:
    spec = find_spec("silero_vad")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(
            "silero-vad, which hears where somebody speaks, is not installed; `make run` installs what ToneAtlas needs"
        )
    weights = read_weights(Path(spec.submodule_search_locations[0]) / "data" / "silero_vad_16k_op15.onnx")
    return {name.removeprefix("model."): torch.from_numpy(array.copy()) for name, array in weights.items()}
