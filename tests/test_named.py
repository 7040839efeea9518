"""Points coloured by a word: few words have a colour each, of many the most frequent."""

from dashboard.charts.look import GROUPS, REST
from dashboard.named import groups_by_word, is_column


def test_the_most_frequent_words_have_colours_and_the_rest_share_one() -> None:
    words = [f"agent {number:03d}" for number in range(300) for _ in range(1 + (number >= 290))]
    found = groups_by_word(words, theme="light")
    assert len(found.names) == len(found.colours) == len(GROUPS) + 2
    assert [f"agent {number}" for number in range(290, 300)] == [name for name in found.names if name >= "agent 29"][
        :10
    ]
    assert found.which.max() < 256  # a browser is sent one byte a point
    others = found.which[words.index("agent 200")]
    assert found.names[others] == "others" and found.colours[others] == REST["light"]


def test_words_are_told_in_order_and_what_has_none_is_apart() -> None:
    found = groups_by_word(["loans", "", "billing", "loans"], theme="dark")
    assert [found.names[number] for number in found.which] == ["loans", "not known", "billing", "loans"]
    assert found.names[:2] == ["billing", "loans"]
    assert groups_by_word([], theme="dark").which.shape == (0,)


def test_what_is_a_column() -> None:
    assert is_column("column:language") and not is_column("queue")
