"""Which models there are, what each has read, and who is at work."""

from pathlib import Path

import streamlit as st

from dashboard import state
from dashboard.components.models import draw_model
from dashboard.texts import text
from data import listing, models, settings, workers
from data.records import Selection
from inference import catalogue

CARD = Path(__file__).resolve().parents[2] / "docs" / "compact.md"

st.title(text("models.title"), anchor=False)
st.caption(text("models.lead"))
folder = state.store().home.models
here = catalogue.installed(folder)
with state.store().reading() as read:
    counts = {key: listing.count(read, Selection(key, roles=())) for key in models.load(read)}
    known = models.load(read)
    chosen = settings.load(read)["model"]
    working = workers.alive(read)
chosen = catalogue.best(folder) if chosen == catalogue.AUTO else chosen

st.subheader(text("models.workers"), anchor=False)
for worker in working:
    device = worker.device or "–"
    st.text(text("models.worker", name=worker.name, state=worker.state, device=device))
    if worker.model:
        st.caption(text("models.worker_model", model=worker.model))
    if worker.note:
        st.text(worker.note)
if not working:
    st.text(text("models.no_worker"))

for entry in (*here, *(entry for entry in catalogue.CATALOGUE if entry not in here)):
    spoken = {key: count for key, count in counts.items() if known[key].name == entry.name}
    draw_model(entry, here=entry in here, chosen=entry.name == chosen, read=spoken)
if CARD.is_file():
    with st.expander(text("models.card")):
        st.markdown(CARD.read_text(encoding="utf-8"))
