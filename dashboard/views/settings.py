"""The view settings."""

import streamlit as st

from dashboard.texts import text

st.title(text("shell.settings"), anchor=False)
