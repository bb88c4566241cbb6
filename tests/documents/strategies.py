"""Any wheels: from none to sixty milestones, also all on one day, with titles of any length."""

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.domain.wheel import LEVELS, Milestone, Phase, Wheel
from tests.documents.wheels import TODAY

_WORDS = (
    "Kvalitetsrapport",
    "kvalitetsplan",
    "och",
    "uppföljning",
    "Åtagande",
    "verksamhetsutvecklingsdialogsunderlag",
    "i",
    "årskurs",
    "1–3",
    "Självvärdering",
    "<b>&amp;</b>",
    "för",
    "grundskolenämnden",
)
TITLES = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14).map(" ".join)
STATES = st.sampled_from(["ahead", "next", "late", "done", "not_applicable", "not_done"])
YEARS = st.tuples(st.integers(2024, 2029), st.integers(1, 12))


@st.composite
def wheels(draw: st.DrawFn) -> tuple[Wheel, date]:
    """Return a wheel and today, which may be outside its year."""
    year, month = draw(YEARS)
    first = date(year, month, 1)
    last = date(year + 1, month, 1) - timedelta(days=1)
    crowd = draw(st.sampled_from([(0, 364), (0, 364), (85, 95), (92, 92), (0, 3), (355, 364), (150, 215)]))
    milestones = draw(st.lists(_milestones(first, crowd), max_size=60, unique_by=lambda item: item.id))
    phases = draw(st.lists(_phases(first), max_size=12))
    today = first + timedelta(days=draw(st.integers(-20, 385)))
    title = draw(TITLES)
    return Wheel(
        title, draw(st.sampled_from(["", "Exempelskolan"])), first, last, tuple(milestones), tuple(phases)
    ), today


@st.composite
def _milestones(draw: st.DrawFn, first: date, crowd: tuple[int, int]) -> Milestone:
    starts = first + timedelta(days=draw(st.integers(*crowd)))
    ends = starts + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 20, 90])))
    number = draw(st.integers(0, 100_000))
    level = draw(st.sampled_from(LEVELS))
    return Milestone(f"m{number}", level, draw(TITLES), "", starts, ends, draw(STATES))


@st.composite
def _phases(draw: st.DrawFn, first: date) -> Phase:
    starts = first + timedelta(days=draw(st.integers(-30, 360)))
    ends = starts + timedelta(days=draw(st.integers(0, 200)))
    return Phase(draw(st.sampled_from(LEVELS)), "phase", draw(TITLES), starts, ends)


__all__ = ["TODAY", "wheels"]
