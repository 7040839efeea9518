"""The view map."""

import streamlit as st

from dashboard.texts import text

st.title(text("shell.map"), anchor=False)
