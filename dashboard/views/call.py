"""The view call."""

import streamlit as st

from dashboard.texts import text

st.title(text("shell.call"), anchor=False)
