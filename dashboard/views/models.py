"""The view models."""

import streamlit as st

from dashboard.texts import text

st.title(text("shell.models"), anchor=False)
