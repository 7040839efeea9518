"""The list of rules: what each looks for, how many calls it caught, and how often it was right."""

import streamlit as st

from analysis.alerts import Rule, knows
from dashboard import formats, state
from dashboard.components.alerts.words import precision_sentence, rule_sentence
from dashboard.components.table import Column, Row, draw_table
from dashboard.texts import text
from data import hits, rules
from data.hits import Count
from data.records import Model
from data.rules import KeptRule

NEW = "new"


def choose_rule(model: Model) -> KeptRule | None:
    """Draw the list; the rule that is chosen, or None for a new one."""
    with state.store().reading() as read:
        kept, counts = rules.load(read), hits.counts(read, model=model.key)
    asked = st.query_params.get("rule", "")
    chosen = next((rule for rule in kept if str(rule.id) == asked), None)
    if not kept:
        st.text(text("alerts.none"))
        return None
    columns = [
        Column("name", text("alerts.name")),
        Column("looks_for", text("alerts.looks")),
        Column("caught", text("alerts.caught"), "number", help=text("alerts.caught_help")),
        Column("precision", text("alerts.right"), help=text("alerts.right_help")),
        Column("state", text("alerts.state"), "muted"),
    ]
    rows = [_row(rule, counts.get(rule.id, Count()), model=model, chosen=rule == chosen) for rule in kept]
    touched = draw_table(columns, rows, key="rules")
    if st.button(text("alerts.new"), icon=":material/add:", disabled=chosen is None and asked == NEW):
        _go(NEW)
    if touched.opened:
        _go(touched.opened)
    return chosen


def is_editing(chosen: KeptRule | None) -> bool:
    """Whether the editor is open: for a rule, or for a new one."""
    return chosen is not None or st.query_params.get("rule", "") == NEW


def _row(rule: KeptRule, count: Count, *, model: Model, chosen: bool) -> Row:
    looks_for = Rule.of(rule.looks_for)
    active = "alerts.on" if knows(looks_for, model.labels) else "alerts.unknown"
    cells = {
        "name": rule.name,
        "looks_for": rule_sentence(looks_for),
        "caught": formats.count(count.caught),
        "precision": precision_sentence(count),
        "state": text(active if rule.active else "alerts.off"),
    }
    return Row(str(rule.id), cells, marked=chosen)


def _go(rule: str) -> None:
    st.query_params["rule"] = rule
    st.rerun()
