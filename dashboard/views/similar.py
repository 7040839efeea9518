"""The view similar."""

import streamlit as st

from dashboard.texts import text

st.title(text("shell.similar"), anchor=False)
