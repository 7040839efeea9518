"""Two ways to one emotion per voice, side by side: the vote of 3-second pieces, and the mean of all logits."""

import streamlit as st

from analysis.scores import in_speech
from analysis.voting import aggregate
from dashboard import formats
from dashboard.calls import Call
from dashboard.components.scores import both_names, role_name
from dashboard.texts import text


def draw_voting(call: Call) -> None:
    """A line for each voice that was read; a voice without a frame in speech has none."""
    rows = []
    for voice in call.voices:
        line = call.timelines.get(voice.role)
        if line is not None and voice.role not in call.whole:
            line = in_speech(line)
        if line is None or not len(line.frames):
            continue
        both = aggregate(line)
        first, mean = int(both.votes.argmax()), int(both.scores.argmax())
        labels = [both_names(label) for label in call.model.labels]
        rows.append(
            {
                text("voting.voice"): role_name(voice.role),
                text("voting.pieces"): both.pieces,
                text("voting.vote"): text("voting.with", what=labels[first], share=formats.share(both.votes[first])),
                text("voting.mean"): text("voting.with", what=labels[mean], share=formats.score(both.scores[mean])),
                text("voting.agree"): text("voting.yes" if both.agree else "voting.no"),
            }
        )
    if rows:
        with st.expander(text("voting.title"), icon=":material/how_to_vote:"):
            st.caption(text("voting.help"))
            st.dataframe(rows, hide_index=True)
