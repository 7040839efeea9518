"""Who may import whom: import-linter's contracts, and that nothing heavy comes along at run time either."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODELS = ("torch", "funasr", "av", "onnxruntime", "soxr")
HEAVY = (*MODELS, "sklearn", "umap", "hdbscan", "numba", "streamlit", "pandas", "plotly")
# Imports every module of a package, calls what may import lazily, and says which of HEAVY came along.
LOOK = """
import importlib, pkgutil, sys
for name in sys.argv[1].split(","):
    module = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), name + "."):
        importlib.import_module(found.name)
{extra}
print(" ".join(sorted(set(sys.argv[2].split(",")) & set(sys.modules))))
"""
CATALOGUE = """
import tempfile
from pathlib import Path
from inference import catalogue
with tempfile.TemporaryDirectory() as folder:
    catalogue.installed(Path(folder)); catalogue.best(Path(folder))
"""
HELP = """
import contextlib, io
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    sys.modules["toneatlas"].main(["--help"])
"""


def heavy_in(*modules: str, extra: str = "") -> set[str]:
    command = [sys.executable, "-c", LOOK.format(extra=extra), ",".join(modules), ",".join(HEAVY)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_contracts_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " kept, 0 broken" in done.stdout


def test_data_needs_nothing_heavy():
    assert heavy_in("data") == set()


def test_what_a_page_may_know_of_inference_needs_nothing_heavy_not_even_inside_functions():
    assert heavy_in("inference.limits", "inference.catalogue", extra=CATALOGUE) == set()


def test_a_page_never_loads_a_model_or_a_decoder():
    assert heavy_in("dashboard.server", "dashboard.state") & set(MODELS) == set()


def test_the_command_line_answers_without_anything_heavy():
    assert heavy_in("toneatlas", extra=HELP) == set()
