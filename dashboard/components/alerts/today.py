"""What the rules caught on one day, for the first view."""

from datetime import datetime, time, timedelta

import streamlit as st

from dashboard import state
from dashboard.components.alerts.hits import draw_hits
from dashboard.day import Day
from dashboard.texts import text
from data import rules
from data.hits import Wanted


def draw_alerts(day: Day) -> None:
    """The day's alerts; nothing while there is no rule."""
    with state.store().reading() as read:
        watching = any(rule.active for rule in rules.load(read))
    if not watching:
        return
    since = datetime.combine(day.date, time()) if day.date else None
    until = since + timedelta(days=1) if since else None
    st.subheader(text("alerts.today"), anchor=False, help=text("alerts.today_help"))
    draw_hits(Wanted(day.model.key, since=since, until=until), model=day.model, key="alerts")
