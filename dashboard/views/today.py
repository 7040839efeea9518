"""The view today."""

import streamlit as st

from dashboard.texts import text

st.title(text("shell.today"), anchor=False)
