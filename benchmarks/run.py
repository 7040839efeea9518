"""``make bench``: every measurement of this folder, each in a process of its own, into one table.

    python -m benchmarks.run [PART …]

Writes ``results.json`` (machine, and per figure: part, name, value, unit, baseline, ratio) and ``results.md`` beside
this file. Parts that are not measured this time keep their figures, with the machine and date they were taken.
"""

import argparse
import datetime
import importlib
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

from benchmarks.machine import busy, describe

HERE = Path(__file__).resolve().parent
JSON, TABLE = HERE / "results.json", HERE / "results.md"
Results = dict[str, dict[str, Any]]


def parts() -> list[str]:
    """The modules of this folder that measure something."""
    return [file.stem for file in sorted(HERE.glob("*.py")) if "\ndef measure(" in file.read_text(encoding="utf-8")]


def measure_apart(part: str) -> dict[str, Any]:
    """One part's figures, taken in a process of its own so that none disturbs another's memory or threads."""
    with tempfile.TemporaryDirectory() as scratch:
        answer = Path(scratch) / "figures.json"
        subprocess.run([sys.executable, "-m", "benchmarks.run", "--into", str(answer), part], check=True)
        figures = json.loads(answer.read_text(encoding="utf-8"))
    when = datetime.datetime.now(datetime.UTC).date().isoformat()
    return {"machine": describe(), "load": round(busy(), 1), "date": when, "figures": figures}


def table(results: Results) -> str:
    """The results as Markdown, one table for each part."""
    lines = ["# What `make bench` measured", "", "Written by `benchmarks/run.py`; a ratio says how many times as good."]
    for part, taken in results.items():
        lines += ["", f"## {part}", "", f"{taken['date']}, {taken['machine']}.", ""]
        if taken["load"] > 1.5:
            lines += [f"Other programs kept the machine busy ({taken['load']} for each core): read the ratios.", ""]
        lines += ["| figure | value | compared with | ratio |", "|---|---|---|---|"]
        lines += [_row(each) for each in taken["figures"]]
    return "\n".join(lines) + "\n"


def _row(each: dict[str, Any]) -> str:
    baseline, ratio = ("" if each[key] is None else f"{each[key]:.4g}" for key in ("baseline", "ratio"))
    return f"| {each['name'].strip()} | {each['value']:.4g} {each['unit']} | {baseline} | {ratio and ratio + ' ×'} |"


def main() -> None:
    """Measure the parts that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts())}; all if none is named")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)  # the process that measures one part
    wanted = parser.parse_args()
    if wanted.into:
        warnings.simplefilter("ignore")
        figures = importlib.import_module(f"benchmarks.{wanted.parts[0]}").measure()
        wanted.into.write_text(json.dumps(figures, default=float), encoding="utf-8")
        return
    results: Results = json.loads(JSON.read_text(encoding="utf-8")) if JSON.exists() else {}
    for part in wanted.parts or parts():
        print(f"measuring {part} …", flush=True)
        results[part] = measure_apart(part)
        JSON.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        TABLE.write_text(table(results), encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
