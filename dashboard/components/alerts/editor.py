"""The editor of one rule: a preset to start from, what to look for, who is told; kept when somebody presses save."""

import streamlit as st

from analysis.alerts import DURATIONS, PARTS, PRESETS, Rule, emotions
from dashboard import state
from dashboard.components.alerts.words import emotion_name, part_name
from dashboard.components.scores import role_name
from dashboard.texts import text
from data import hooks, listing, rules
from data.records import CUSTOMER, MIXED, UNKNOWN, Model, Selection
from data.rules import KeptRule

ROLES = (CUSTOMER, MIXED)


def edit_rule(chosen: KeptRule | None, *, model: Model) -> Rule | None:
    """Draw the editor of a rule, or of a new one; what it looks for now, None while something is missing."""
    key = f"rule{chosen.id if chosen else 0}"
    _begin(key, chosen)
    st.segmented_control(
        text("alerts.preset"),
        list(PRESETS),
        format_func=lambda name: text(f"alerts.preset_{name.replace(' ', '_')}"),
        key=f"{key}_preset",
        on_change=_take_preset,
        args=(key,),
        help=text("alerts.preset_help"),
        wrap=True,  # where the page is narrow, the last one would be cut off
    )
    hint = text("alerts.name_hint")
    name = st.text_input(text("alerts.name"), key=f"{key}_name", max_chars=rules.LONGEST, placeholder=hint)
    looks_for = _looks_for(key, model)
    told = _receivers(key)
    active = st.toggle(text("alerts.active"), key=f"{key}_active")
    _draw_buttons(chosen, KeptRule(name, looks_for.plain if looks_for else {}, told, active), ready=bool(looks_for))
    return looks_for


def _begin(key: str, chosen: KeptRule | None) -> None:
    """What the editor shows first: the rule as it is kept, or the usual one."""
    kept = chosen or KeptRule("", Rule().plain)
    values = {"name": kept.name, "active": kept.active, "hooks": list(kept.hooks), **kept.looks_for}
    for name, value in values.items():
        st.session_state.setdefault(f"{key}_{name}", value)


def _take_preset(key: str) -> None:
    """Show a preset's values; a name somebody wrote stays.

    A browser may still tell of a preset whose editor was left when its rule was saved: there is nothing to fill in.
    """
    name = st.session_state.get(f"{key}_preset")
    if name is None or f"{key}_name" not in st.session_state:
        return
    for part, value in PRESETS[name].plain.items():
        st.session_state[f"{key}_{part}"] = value
    st.session_state[f"{key}_name"] = st.session_state[f"{key}_name"] or text(f"alerts.preset_{name.replace(' ', '_')}")


def _looks_for(key: str, model: Model) -> Rule | None:
    known = [name for name in emotions(model.labels) if name != UNKNOWN]
    with state.store().reading() as read:
        queues = _queues(model.key, listing.count(read, Selection(model.key, roles=())))
    chosen = st.session_state
    st.multiselect(
        text("alerts.emotions"),
        list(dict.fromkeys([*known, *chosen[f"{key}_emotions"]])),
        format_func=emotion_name,
        key=f"{key}_emotions",
        help=text("alerts.emotions_help"),
    )
    st.slider(
        text("alerts.threshold"), 0.01, 1.0, step=0.01, key=f"{key}_threshold", help=text("alerts.threshold_help")
    )
    with st.container(horizontal=True):
        st.selectbox(
            text("alerts.seconds"),
            DURATIONS,
            format_func=lambda seconds: text("voices.seconds", seconds=f"{seconds:g}"),
            key=f"{key}_seconds",
        )
        st.selectbox(text("alerts.part"), list(PARTS), format_func=part_name, key=f"{key}_part")
    with st.container(horizontal=True):
        roles = list(dict.fromkeys([*ROLES, *chosen[f"{key}_roles"]]))
        st.multiselect(text("alerts.roles"), roles, format_func=role_name, key=f"{key}_roles")
        st.multiselect(
            text("alerts.queues"),
            list(dict.fromkeys([*queues, *chosen[f"{key}_queues"]])),
            key=f"{key}_queues",
            placeholder=text("filter.queues_all"),
        )
    told = {name: chosen[f"{key}_{name}"] for name in Rule().plain}
    if not told["emotions"] or not told["roles"]:
        st.caption(text("alerts.incomplete"))
        return None
    return Rule.of(told | {"threshold": round(told["threshold"], 2)})


@st.cache_data(show_spinner=False, ttl=60, max_entries=8)
def _queues(model: str, count: int) -> list[str]:
    """Queues to choose from: worked out again when the number of voices changes, or after a minute."""
    with state.store().reading() as read:
        return listing.choices(read, Selection(model, roles=()))["queue"]


def _receivers(key: str) -> tuple[int, ...]:
    with state.store().reading() as read:
        known = {hook.id: hook.name for hook in hooks.load(read)}
    st.session_state[f"{key}_hooks"] = [hook for hook in st.session_state[f"{key}_hooks"] if hook in known]
    st.multiselect(
        text("alerts.hooks"),
        list(known),
        format_func=known.__getitem__,
        key=f"{key}_hooks",
        placeholder=text("alerts.hooks_none"),
        help=text("alerts.hooks_help"),
    )
    return tuple(st.session_state[f"{key}_hooks"])


def _draw_buttons(chosen: KeptRule | None, edited: KeptRule, *, ready: bool) -> None:
    with st.container(horizontal=True):
        if st.button(text("alerts.save"), type="primary", disabled=not ready or not edited.name.strip()):
            number = chosen.id if chosen else 0
            with state.store().atomic() as write:
                kept = KeptRule(edited.name, edited.looks_for, edited.hooks, edited.active, id=number)
                number = rules.save(write, kept)
            st.toast(text("alerts.saved"), icon=":material/check:")
            _leave(str(number))
        if chosen is not None:
            with st.popover(text("alerts.remove"), icon=":material/delete:"):
                st.text(text("alerts.remove_sure"))
                if st.button(text("alerts.remove_really"), type="primary"):
                    with state.store().atomic() as write:
                        rules.remove(write, chosen.id)
                    _leave("")


def _leave(rule: str) -> None:
    """Forget what the editor holds, and open a rule, or none."""
    for name in [name for name in st.session_state if str(name).startswith("rule") and "_" in str(name)]:
        del st.session_state[name]
    st.query_params["rule"] = rule
    st.rerun()
