"""The scripts and styles of our own components: plain files beside them, no build step, nothing from elsewhere."""

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def script(*names: str) -> str:
    """Several scripts as one module, in order: a component is one script to Streamlit."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


@cache
def style(*names: str) -> str:
    """Several style sheets as one."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
