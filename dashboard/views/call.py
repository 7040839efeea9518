"""One call: the picture, what was read in each voice, and everything to take away."""

import json
from pathlib import PurePosixPath

import streamlit as st

from dashboard import sound, state
from dashboard.calls import Call, find_call
from dashboard.components.customer import draw_customer
from dashboard.components.heading import draw_heading
from dashboard.components.notes import add_mark, draw_notes, flags_of, load_notes
from dashboard.components.own.heard import draw_heard
from dashboard.components.own.labelling import draw_labelling
from dashboard.components.region import draw_region, read_again, scores_again
from dashboard.components.scores import draw_scores
from dashboard.components.timeline import draw_timeline, region_in
from dashboard.components.voices import notes_of
from dashboard.components.voting import draw_voting
from dashboard.lanes import facts_of, picture_of
from dashboard.texts import text
from data import result


@st.fragment
def draw_picture(call: Call) -> None:
    """The picture and what can be done with a region of it; redrawn alone."""
    kept = load_notes(call.recording.id)
    key = f"timeline_{call.recording.id}"  # a region of one call is none of the next
    heard = read_again(call, region_in(key, call.recording.seconds))
    picture = picture_of(call, at=state.second(), marks=flags_of(kept), again=scores_again(heard))
    touched = draw_timeline(picture, key=key)
    if touched.marked is not None:
        add_mark(call.recording.id, call.first, touched.marked)
        st.rerun(scope="fragment")
    if touched.similar:
        start, end = touched.similar
        state.go("similar", recording=call.recording.id, role=call.first, start=f"{start:.3f}", end=f"{end:.3f}")
    path = sound.path_of(call.recording.id)
    if touched.region and path:
        st.download_button(
            text("call.clip"),
            sound.clip(path, *touched.region),
            file_name="{}_{:.2f}-{:.2f}.wav".format(PurePosixPath(call.recording.name).stem, *touched.region),
            mime="audio/wav",
            icon=":material/content_cut:",
            on_click="ignore",
        )
    draw_region(call, heard)
    draw_labelling(call, touched.region)
    draw_notes(kept)


def draw_downloads(call: Call) -> None:
    """Everything that was worked out, as files."""
    here = f"/api/recordings/{call.recording.id}"
    of_voice = f"model={call.model.key}&role={call.first}"
    with st.container(horizontal=True, vertical_alignment="center"):
        for granularity, name in ((result.UTTERANCE, "call.result"), (result.FRAME, "call.result_frames")):
            st.download_button(
                text(name),
                lambda granularity=granularity: _result(call, granularity),
                file_name="result.json",
                mime="application/json",
                on_click="ignore",
                key=name,
            )
        if call.voice.embedding is not None:
            st.link_button(text("call.embedding"), f"{here}/embedding.npy?{of_voice}&granularity=utterance")
            st.link_button(text("call.embedding_frames"), f"{here}/embedding.npy?{of_voice}&granularity=frame")
        st.link_button(text("call.processed"), f"{here}/processed_audio.wav")
        st.link_button(text("call.original"), f"{here}/audio")


def _result(call: Call, granularity: str) -> str:
    with state.store().reading() as read:
        told = result.load(read, call.recording.id, model=call.model.key, granularity=granularity)
    return json.dumps(told, ensure_ascii=False, indent=2)


asked = state.call_asked()
if not asked:
    st.title(text("shell.call"), anchor=False)
    st.text(text("call.none"))
    if st.button(text("call.to_recordings"), icon=":material/table_rows:"):
        state.go("recordings")
    st.stop()

call = find_call(asked, role=state.role_asked())
draw_heading(call.recording.name, facts_of(call), notes=notes_of(call.recording, call.voice), key="heading")
draw_picture(call)
draw_scores(call.voices, model=call.model, timelines=call.timelines, whole=call.whole, key="scores")
draw_voting(call)
draw_heard(call)
draw_customer(call)
st.subheader(text("call.downloads"), anchor=False)
draw_downloads(call)
