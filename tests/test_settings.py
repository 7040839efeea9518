"""Settings: defaults, checks, and values that an older or newer ToneAtlas left behind."""

import pytest

from data import schema, settings
from data.errors import DataError
from data.settings import SETTINGS


def test_nothing_is_set_at_first(write):
    assert settings.load(write) == {name: setting.default for name, setting in SETTINGS.items()}
    assert settings.load(write)["voices"] == "customer"  # whose voice may be read: the narrow choice


def test_what_is_set_stays_until_it_is_set_again(write):
    for value in ("all", "customer", "all"):
        settings.save(write, "voices", value)
        assert settings.load(write)["voices"] == value
    settings.save(write, "notice", "2026-03-02 by Zoë")
    assert settings.load(write)["notice"] == "2026-03-02 by Zoë"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("voices", "agents", "voices can be customer or all, not 'agents'"),
        ("voices", None, "voices can be customer or all"),
        ("model", 7, "model can be a text, not 7"),
        ("colour", "red", "there is no setting 'colour'; known are voices, model, language"),
    ],
)
def test_what_cannot_be_set_is_refused(write, name, value, reason):
    with pytest.raises(DataError, match=reason):
        settings.save(write, name, value)
    assert settings.load(write) == {name: setting.default for name, setting in SETTINGS.items()}


def test_values_of_another_version_do_no_harm(write):
    for name, value in (("voices", "everybody"), ("colour", "red"), ("model", ["auto"])):
        write.execute(schema.setting.insert().values(name=name, value=value))
    assert settings.load(write) == {name: setting.default for name, setting in SETTINGS.items()}


def test_every_default_is_a_choice_and_every_setting_says_what_it_means():
    for setting in SETTINGS.values():
        assert not setting.choices or setting.default in setting.choices
        assert setting.meaning
