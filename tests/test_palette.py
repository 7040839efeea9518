"""The palette: readable on both themes, and told apart by people who see fewer colours."""

import itertools

import numpy as np
import pytest

from dashboard import palette, theme
from dashboard.components.assets import script
from data.result import NINE

# Linear RGB to what people with a missing cone see: Machado, Oliveira & Fernandes 2009, severity 1.
VISION = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
APART = 0.09  # in OKLab; 0.02 is just noticeable side by side
CONES = np.array([
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
])  # fmt: skip
OPPONENT = np.array([
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
])  # fmt: skip


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio."""
    light, dark = sorted((float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """Ottosson 2020, https://bottosson.github.io/posts/oklab/"""
    return OPPONENT @ np.cbrt(np.clip(CONES @ rgb, 0, None))


@pytest.mark.parametrize("side", ["light", "dark"])
@pytest.mark.parametrize("name", palette.NAMES)
def test_every_colour_stands_out_from_its_page(side: str, name: str) -> None:
    colour = palette.colours(side)[name]
    assert contrast(colour, palette.PAGE[side]) >= 3
    assert contrast(colour, palette.PANEL[side]) >= 3


@pytest.mark.parametrize("side", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_no_two_colours_look_alike(side: str, vision: str) -> None:
    seen = {
        name: oklab(np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1))
        for name, colour in palette.colours(side).items()
    }
    for one, other in itertools.combinations(palette.NAMES, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= APART, (one, other)


@pytest.mark.parametrize("side", ["light", "dark"])
def test_words_are_readable_and_so_is_a_button(side: str) -> None:
    look = theme.SIDES[side]
    assert contrast(look["textColor"], look["backgroundColor"]) >= 7
    assert contrast(look["primaryColor"], look["backgroundColor"]) >= 3
    assert contrast(look["primaryColor"], "#FFFFFF") >= 3  # Streamlit's text on a primary button


def test_the_nine_and_only_the_nine_have_a_colour_and_an_emoji() -> None:
    assert sorted(palette.NAMES) == sorted(NINE)
    assert set(palette.LIGHT) == set(palette.DARK) == set(palette.EMOJI) == set(NINE)
    assert palette.emoji("生气/angry") == palette.EMOJI["angry"]
    assert palette.emoji("<unk>") == palette.EMOJI["unknown"]
    assert palette.emoji("relieved") == ""


def test_the_page_hands_the_palette_to_scripts_in_drawing_order() -> None:
    options = theme.options()
    assert options["theme.light.chartCategoricalColors"] == [palette.LIGHT[name] for name in palette.NAMES]
    assert options["theme.dark.chartCategoricalColors"] == [palette.DARK[name] for name in palette.NAMES]
    assert ", ".join(f'"{name}"' for name in palette.NAMES) in script("kit.js")
