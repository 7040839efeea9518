"""Who is told: webhooks of chats and programs, each with how the last message fared, a test, and a way to remove it."""

import contextlib
from collections.abc import Callable, Mapping

import sqlalchemy as sa
import streamlit as st

from dashboard import formats, state
from dashboard.texts import text
from data import deliveries, hooks, settings
from data.errors import DataError, Missing
from data.hooks import FORMS, JSON, Hook

LOOK_SECONDS = 3


def draw_receivers() -> None:
    """The receivers, a form for a new one, and what links in messages begin with."""
    st.subheader(text("hooks.title"), anchor=False, help=text("hooks.help"))
    _draw_all()
    left, right = st.columns(2, vertical_alignment="top")
    with left, st.popover(text("hooks.new"), icon=":material/add:"):
        _draw_new()
    with right:
        _draw_address()


@st.fragment(run_every=LOOK_SECONDS)
def _draw_all() -> None:
    with state.store().reading() as read:
        known, waiting = hooks.load(read), deliveries.waiting(read)
    for hook in known:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text(hook.name, width=200)
            st.caption(formats.literal(f"{text(f'hooks.form_{hook.form}')} · {hook.host}"), width=260)
            st.caption(formats.literal(_fared(hook, waiting)), width=420)
            _draw_buttons(hook)


def _draw_buttons(hook: Hook) -> None:
    key = f"hook{hook.id}"
    test, remove = text("hooks.test"), text("alerts.remove")
    paused = text("hooks.pause" if hook.active else "hooks.resume")
    st.button(test, key=f"{key}_test", type="tertiary", icon=":material/send:", on_click=_test, args=(hook,))
    st.button(paused, key=f"{key}_pause", type="tertiary", on_click=_set_active, args=(hook, not hook.active))
    st.button(remove, key=f"{key}_remove", type="tertiary", icon=":material/close:", on_click=_remove, args=(hook,))


def _test(hook: Hook) -> None:
    _change(lambda write: deliveries.add_test(write, hook.id))


def _set_active(hook: Hook, active: bool) -> None:
    _change(lambda write: hooks.set_active(write, hook.id, active))


def _remove(hook: Hook) -> None:
    _change(lambda write: hooks.remove(write, hook.id))


def _change(change: Callable[[sa.Connection], None]) -> None:
    """Do it, unless somebody else removed the receiver meanwhile."""
    with contextlib.suppress(Missing), state.store().atomic() as write:
        change(write)


def _fared(hook: Hook, waiting: Mapping[int, int]) -> str:
    """What happened to the last message, and how many are on their way."""
    said = []
    if not hook.active:
        said.append(text("hooks.paused"))
    if hook.reason:
        said.append(text("hooks.failed", reason=hook.reason))
    elif hook.arrived_at:
        said.append(text("hooks.arrived", when=f"{hook.arrived_at:%Y-%m-%d %H:%M}"))
    if waiting.get(hook.id):
        said.append(text("hooks.waiting", count=formats.count(waiting[hook.id])))
    return " · ".join(said) or text("hooks.silent")


def _draw_new() -> None:
    with st.form("hook_new", clear_on_submit=True, border=False):
        name = st.text_input(text("hooks.name"), max_chars=hooks.LONGEST_NAME)
        form = st.selectbox(text("hooks.form"), FORMS, format_func=lambda one: text(f"hooks.form_{one}"))
        url = st.text_input(text("hooks.url"), type="password", max_chars=hooks.LONGEST, help=text("hooks.url_help"))
        secret = st.text_input(text("hooks.secret"), type="password", help=text("hooks.secret_help"))
        if not st.form_submit_button(text("hooks.add"), type="primary"):
            return
    try:
        with state.store().atomic() as write:
            made = hooks.add(write, name=name, form=form, url=url, secret=secret)
    except DataError as error:
        st.error(formats.literal(str(error)))
        return
    if made.form == JSON and not secret:
        st.text(text("hooks.secret_once"))
        st.code(made.secret, language=None)
        st.button(text("hooks.secret_kept"))
    else:
        st.rerun()


def _draw_address() -> None:
    with state.store().reading() as read:
        kept = settings.load(read)["address"]
    address = st.text_input(
        text("hooks.address"), value=kept, placeholder="https://", key="address", help=text("hooks.address_help")
    ).strip()
    if address == kept:
        return
    if address and not address.startswith(("https://", "http://")):
        st.caption(text("hooks.address_wrong"))
        return
    with state.store().atomic() as write:
        settings.save(write, "address", address)
    st.toast(text("settings.saved"), icon=":material/check:")
