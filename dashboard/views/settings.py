"""What can be set: whose voice is read, by which model, in which language the pages speak."""

import streamlit as st

from dashboard import formats, state
from dashboard.components.frame import NAMES
from dashboard.components.notice import choose_voices
from dashboard.components.retention import choose_retention
from dashboard.components.sample_day import draw_sample_notice
from dashboard.texts import LANGUAGES, text
from data import settings
from data.folders import Folders
from inference import catalogue


def save(name: str, value: str) -> None:
    """Keep a setting if it changed, and say so."""
    if value == kept[name]:
        return
    with state.store().atomic() as write:
        settings.save(write, name, value)
    st.toast(text("settings.saved"), icon=":material/check:")


def keep_language() -> None:
    """Keep the language that was chosen, and say so in it."""
    state.keep_language(st.session_state["language_kept"])
    st.toast(text("settings.saved"), icon=":material/check:")


st.title(text("settings.title"), anchor=False)
with state.store().reading() as read:
    kept = settings.load(read)
models_folder = state.store().home.models

st.subheader(text("settings.reading"), anchor=False)
whose = choose_voices(kept["voices"], key="voices_read")
save("voices", whose)
st.caption(text("settings.voices_help"))
if whose == settings.ALL:
    st.warning(text("upload.voices_law"), icon=":material/gavel:")
names = [catalogue.AUTO, *(entry.name for entry in catalogue.installed(models_folder))]
best = catalogue.best(models_folder)
chosen = st.selectbox(
    text("settings.model"),
    names,
    index=names.index(kept["model"]) if kept["model"] in names else 0,
    format_func=lambda name: text("settings.auto", name=best) if name == catalogue.AUTO else name,
    key="model_read",
    width=420,
)
save("model", chosen)

st.subheader(text("settings.thresholds"), anchor=False)
with st.container(horizontal=True):
    for name in ("weak_below", "long_negative"):
        given = st.number_input(
            text(f"settings.{name}"),
            min_value=0,
            max_value=settings.SETTINGS[name].most,
            value=int(kept[name]),
            step=1,
            help=text(f"settings.{name}_help"),
            key=name,
            width=360,
        )
        save(name, str(int(given)))

st.subheader(text("settings.pages"), anchor=False)
st.segmented_control(
    text("settings.language"),
    LANGUAGES,
    default=kept["language"],
    required=True,
    format_func=NAMES.__getitem__,
    key="language_kept",
    on_change=keep_language,  # before the page is drawn: all of it speaks the new language
)

st.subheader(text("settings.storage"), anchor=False)
st.text(f"{text('settings.home')} {state.store().home.root}")
if roots := Folders.of(state.store().home).roots:
    st.text(text("settings.folders", names=", ".join(roots)))
else:
    st.caption(formats.literal(text("upload.folder_allow")))
choose_retention(kept["keep_days"])
st.caption(text("settings.erase"))
draw_sample_notice(key="sample_in_settings", alone=True)
if kept["notice"]:
    st.caption(text("settings.notice", when=kept["notice"][:16].replace("T", " ")))
    if st.button(text("settings.notice_again")):
        save("notice", "")
        st.rerun()
