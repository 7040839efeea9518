"""The shell of the dashboard: which views there are, in which language, and what stands on all of them.

Every view is a script in ``views/`` that reads as the page reads: title, filter, picture, table. Run from the
project's root, so that ``data`` and ``analysis`` can be imported.
"""

import logging
from pathlib import Path

import sqlalchemy as sa
import streamlit as st

from analysis.errors import AnalysisError
from dashboard import state
from dashboard.components.frame import draw_head, draw_sidebar
from dashboard.texts import text
from data.errors import DataError

IMAGES = Path(__file__).with_name("images")
SIDEBAR = 236  # pixels: the rest belongs to tables and pictures
ICONS = {  # the views in the order of the menu
    "today": ":material/wb_sunny:",
    "upload": ":material/upload:",
    "recordings": ":material/table_rows:",
    "call": ":material/graphic_eq:",
    "map": ":material/scatter_plot:",
    "similar": ":material/join_inner:",
    "own": ":material/label:",
    "trends": ":material/show_chart:",
    "alerts": ":material/notifications:",
    "models": ":material/neurology:",
    "settings": ":material/tune:",
}


def main() -> None:
    """Draw the page that the address asks for."""
    st.set_page_config(
        page_title="ToneAtlas", page_icon=str(IMAGES / "icon.svg"), layout="wide", initial_sidebar_state=SIDEBAR
    )
    st.logo(str(IMAGES / "logo.svg"), icon_image=str(IMAGES / "icon.svg"), size="large")
    try:
        state.begin()
        pages = {
            name: st.Page(f"views/{name}.py", title=text(f"shell.{name}"), icon=icon, url_path=name, default=not index)
            for index, (name, icon) in enumerate(ICONS.items())
        }
        state.keep_pages(pages)
        chosen = st.navigation(list(pages.values()))
        draw_sidebar()
        draw_head()
        chosen.run()
    except sa.exc.SQLAlchemyError as error:
        logging.getLogger(__name__).exception("page.failed")
        _fail(text("shell.store_failed", reason=type(error).__name__))
    except (DataError, AnalysisError, OSError) as error:
        _fail(str(error))


def _fail(sentence: str) -> None:
    st.subheader(text("shell.failed"), anchor=False)
    with st.container(border=True):
        st.text(sentence)


main()
