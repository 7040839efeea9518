"""The documentation is complete and true: commands, options, settings, limits and links are what the code has."""

import argparse
import os
import re
from pathlib import Path

import pytest

import toneatlas
from data import folders, home, networks, settings
from inference import catalogue

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands() -> dict[str, argparse.ArgumentParser]:
    [actions] = [action for action in toneatlas._parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(actions.choices)


def test_every_command_is_in_the_readme():
    assert [name for name in commands() if f"`{name}" not in README] == []


def test_every_command_has_a_sentence_of_help():
    [actions] = [action for action in toneatlas._parser()._actions if isinstance(action, argparse._SubParsersAction)]
    assert {choice.dest for choice in actions._choices_actions if choice.help} == set(commands())


def test_every_option_says_what_it_is_for():
    silent = [
        f"{name} {action.option_strings}"
        for name, parser in commands().items()
        for action in parser._actions
        if action.option_strings and not action.help and not action.choices and not isinstance(action.default, int)
    ]
    assert silent == []


def test_every_setting_and_variable_is_in_the_readme():
    names = [
        *settings.SETTINGS,
        home.HOME_VARIABLE,
        home.DATABASE_VARIABLE,
        folders.FOLDERS_VARIABLE,
        networks.NETWORKS_VARIABLE,
    ]
    assert [name for name in names if f"`{name}`" not in README] == []


def test_every_model_is_in_the_readme():
    told = README.replace("`_base`", "`emotion2vec_plus_base`").replace("`_seed`", "`emotion2vec_plus_seed`")
    assert [entry.name for entry in catalogue.CATALOGUE if f"`{entry.name}`" not in told] == []


def test_every_top_level_package_is_in_the_architecture():
    packages = [path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    assert [name for name in packages if f"`{name}/`" not in README] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if not target.startswith(("http:", "https:"))]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_make_has_the_commands_the_readme_names():
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE)) <= rules


def test_the_changelog_holds_no_figures_that_a_command_writes_elsewhere():
    """They would be true on one day only; docs/compact.md and benchmarks/results.md are written anew."""
    assert re.findall(r"\d[\d.,]*\s*[%×]|\b\d+\.\d+", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == []


def test_nothing_tells_of_a_machine():
    """No path of a developer's machine and no trace of one in what people read."""
    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert not re.search(r"/(root|work|tmp|home)/", told)
    assert os.sep + "opt" + os.sep not in told
