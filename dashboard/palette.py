"""Nine colours for nine emotions, one set on light and one on dark pages, and the only emoji of the product.

Hues follow what people expect (anger red, fear violet, sadness blue, joy gold, disgust green, surprise turquoise);
neutral is the quietest grey, because it fills most of every picture. Lightness and chroma were then searched for the
largest distance (OKLab) between any two colours as seen with normal, protan, deutan and tritan vision (Machado et al.
2009, https://doi.org/10.1109/TVCG.2009.113), each with a contrast of 3 : 1 or more to its page (WCAG 2.2, 1.4.11).
Colour is never alone: pictures also keep one order, name what is under the pointer, and have a table beside them.
"""

from analysis.labels import english

NAMES = ("angry", "disgusted", "fearful", "sad", "surprised", "other", "unknown", "neutral", "happy")  # drawing order
LIGHT = {
    "angry": "#B93E59",
    "disgusted": "#15640B",
    "fearful": "#6B3BA9",
    "happy": "#B88422",
    "neutral": "#879091",
    "other": "#481706",
    "sad": "#007EEE",
    "surprised": "#0F768B",
    "unknown": "#3D4146",
}
DARK = {
    "angry": "#E3450A",
    "disgusted": "#9EE1A0",
    "fearful": "#A28EFE",
    "happy": "#FFC719",
    "neutral": "#828282",
    "other": "#CB9C72",
    "sad": "#3A7BCB",
    "surprised": "#03C3C3",
    "unknown": "#EEEDF2",
}
EMOJI = {
    "angry": "😠",
    "disgusted": "🤢",
    "fearful": "😨",
    "happy": "😊",
    "neutral": "😐",
    "other": "🤔",
    "sad": "😢",
    "surprised": "😲",
    "unknown": "❓",
}
PAGE = {"light": "#FFFFFF", "dark": "#111418"}  # what the colours stand on
PANEL = {"light": "#F6F7F8", "dark": "#191D23"}


def colours(theme: str) -> dict[str, str]:
    """Colour of each emotion by English name, for pages that are ``light`` or ``dark``."""
    return DARK if theme == "dark" else LIGHT


def emoji(label: str) -> str:
    """The emoji of a model's label; nothing for an emotion that is none of the nine."""
    return EMOJI.get(english(label), "")
