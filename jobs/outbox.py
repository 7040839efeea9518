"""Lets messages go out while a worker runs, in a thread of their own: a slow chat must not hold up reading."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from data import deliveries, hooks
from data.deliveries import Delivery
from data.errors import DataError, Missing
from data.store import Store
from jobs.message import compose, write
from jobs.post import NotDelivered, send

LOOK_SECONDS = 2.0  # between two looks for messages that are due; a look is one indexed query

log = logging.getLogger("toneatlas.outbox")


@contextmanager
def sending(store: Store) -> Iterator[None]:
    """Send whatever is due until the block ends; a message that is on its way then is finished first."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(LOOK_SECONDS):
            try:
                while not over.is_set() and send_next(store):
                    pass
            except (sa.exc.SQLAlchemyError, DataError):  # a full disk, a database that is away: later is soon enough
                log.exception("messages cannot be sent now")

    thread = threading.Thread(target=work, name="outbox", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def send_next(store: Store) -> bool:
    """Send the next message that is due; False if there is none."""
    with store.reading() as read:
        if not deliveries.any_due(read):
            return False
    with store.atomic() as lock:
        delivery = deliveries.claim(lock)
    if delivery is None:
        return False
    try:
        with store.reading() as read:
            hook, message = hooks.find(read, delivery.hook), compose(read, delivery)
        send(hook, write(message, form=hook.form), delivery=delivery)
    except Missing:  # its call was erased, or its rule or receiver removed: there is nothing left to say
        with store.atomic() as lock:
            deliveries.drop(lock, delivery)
    except sa.exc.SQLAlchemyError:  # no fault of the message
        raise
    except NotDelivered as error:
        _failed(store, delivery, str(error))
    except Exception as error:  # one message must never stop the others
        log.exception("message %d could not be sent", delivery.id)
        _failed(store, delivery, f"something unexpected happened ({type(error).__name__}); the worker's log says what")
    else:
        with store.atomic() as lock:
            deliveries.arrived(lock, delivery)
    return True


def _failed(store: Store, delivery: Delivery, reason: str) -> None:
    log.warning("message %d: %s", delivery.id, reason)
    with store.atomic() as lock:
        deliveries.failed(lock, delivery, reason)
