"""What is made beforehand: in order, one at a time, never more than one further, and it ends when nobody asks."""

import threading

import pytest

from jobs.ahead import ahead
from jobs.company import in_company


def test_things_come_in_order_from_another_thread():
    threads = set()

    def source():
        for number in range(5):
            threads.add(threading.current_thread())
            yield number

    assert list(ahead(source())) == [0, 1, 2, 3, 4]
    assert threading.current_thread() not in threads and len(threads) == 1


def test_the_next_is_made_while_one_is_in_hand():
    made = {number: threading.Event() for number in range(3)}

    def source():
        for number in range(3):
            made[number].set()
            yield number

    taken = ahead(source())
    assert next(taken) == 0
    assert made[1].wait(30)
    assert not made[2].is_set()  # it is asked for only with the next
    assert next(taken) == 1
    assert made[2].wait(30)


def test_the_next_to_what_is_large_is_made_only_afterwards():
    begun = []

    def source():
        for size in (9, 1, 9):
            begun.append(size)
            yield size

    taken = ahead(source(), unless=lambda size: size > 5)
    assert next(taken) == 9
    assert begun == [9]
    assert list(taken) == [1, 9]


def test_nothing_comes_of_nothing():
    assert list(ahead(number for number in ())) == []


def test_none_is_a_thing_too():
    assert list(ahead(thing for thing in (None, None))) == [None, None]


def test_an_error_of_the_source_is_raised_where_things_are_taken():
    def source():
        yield 1
        raise ZeroDivisionError("a bug")

    taken = ahead(source())
    assert next(taken) == 1
    with pytest.raises(ZeroDivisionError, match="a bug"):
        next(taken)


def test_closing_early_closes_the_source():
    ended = []

    def source():
        try:
            yield from range(10)
        finally:
            ended.append(True)

    taken = ahead(source())
    next(taken)
    taken.close()
    assert ended == [True]


def test_many_at_once_are_asked_once():
    asked = []

    def double(numbers):
        asked.append(list(numbers))
        return [2 * number for number in numbers]

    assert in_company([1, 2, 3], double) == [2, 4, 6]
    assert asked == [[1, 2, 3]]
    assert in_company([], double) == [] and len(asked) == 1


def test_one_that_fails_fails_alone():
    def reciprocal(numbers):
        return [1 / number for number in numbers]

    first, second, third = in_company([1, 0, 4], reciprocal)
    assert (first, third) == (1, 0.25)
    assert isinstance(second, ZeroDivisionError)


def test_what_fails_only_in_company_is_done_alone():
    def narrow(numbers):
        if len(numbers) > 1:
            raise MemoryError
        return list(numbers)

    assert in_company([1, 2, 3], narrow) == [1, 2, 3]


def test_somebody_who_ends_the_program_is_not_kept_from_it():
    def interrupted(numbers):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_company([1, 2], interrupted)
