"""Which models there are, what each has read, and who is at work."""

from pathlib import Path

import streamlit as st

from dashboard import state
from dashboard.components.evaluation import draw_evaluation
from dashboard.components.facts import draw_facts
from dashboard.components.models import model_card, worker_card
from dashboard.texts import text
from data import listing, models, settings, speed, workers
from data.records import Selection
from inference import catalogue

CARD = Path(__file__).resolve().parents[2] / "docs" / "compact.md"

st.title(text("models.title"), anchor=False)
st.caption(text("models.lead"))
folder = state.store().home.models
here = catalogue.installed(folder)
with state.store().reading() as read:
    counts = {key: listing.count_read(read, Selection(key, roles=())) for key in models.load(read)}
    known = models.load(read)
    chosen = settings.load(read)["model"]
    speeds = speed.by_model(read)
    working = workers.alive(read)
chosen = catalogue.best(folder) if chosen == catalogue.AUTO else chosen

cards = []
for entry in (*here, *(entry for entry in catalogue.CATALOGUE if entry not in here)):
    spoken = {key: count for key, count in counts.items() if known[key].name == entry.name}
    cards.append(model_card(entry, here=entry in here, chosen=entry.name == chosen, read=spoken, speeds=speeds))
draw_facts(cards, key="models")

st.subheader(text("models.workers"), anchor=False)
if not working:
    st.text(text("models.no_worker"))
draw_facts([worker_card(worker) for worker in working], key="workers")
model = state.model()
if model is not None:
    draw_evaluation(model)
if CARD.is_file():
    with st.expander(text("models.card")):
        st.markdown(CARD.read_text(encoding="utf-8"))
