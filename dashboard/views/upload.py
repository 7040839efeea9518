"""The view upload."""

import streamlit as st

from dashboard.texts import text

st.title(text("shell.upload"), anchor=False)
