"""Made-up wheels of any size for tests and for the pictures in the docs: the same ones every time."""

from datetime import date, timedelta

from bot.domain.wheel import Level, Milestone, Phase, State, Wheel

FIRST, LAST = date(2026, 6, 1), date(2027, 5, 31)
TODAY = date(2026, 11, 19)

#: Level, title, first day, last day (None: the same).
_YEAR: list[tuple[Level, str, str, str | None]] = [
    ("school", "Kvalitetsrapport och kvalitetsplan klara", "2026-09-01", None),
    ("administration", "Septemberdialog om skolans resultat", "2026-09-07", "2026-09-30"),
    ("board", "Delårsrapport 2 behandlas i nämnden", "2026-09-23", None),
    ("school", "Självskattning av kvalitetsarbetet", "2027-01-22", None),
    ("administration", "Februaridialog om åtaganden och behov av stöd", "2027-02-08", "2027-02-26"),
    ("board", "Årsrapport till nämnden", "2027-02-24", None),
    ("school", "Ekonomi och HR: uppföljning i juni", "2026-06-12", None),
    ("administration", "Analysseminarium: betyg och nationella prov", "2026-08-20", None),
    ("board", "Internbudget 2027 beslutas", "2026-12-16", None),
    ("school", "Ekonomi och HR: budget", "2026-10-14", None),
    ("administration", "Förvaltningens åtagandeplan klar", "2026-10-30", None),
    ("school", "Nya resultat efter höstterminen", "2026-12-18", None),
    ("board", "Årsanalys till kommunfullmäktige", "2027-03-24", None),
    ("school", "Resultat från nationella prov inkommer", "2027-05-21", None),
    ("administration", "Elev- och personalenkäter sammanställda", "2027-04-15", None),
    ("school", "Ekonomi och HR: delårsrapport 2", "2026-09-15", None),
    ("school", "Ekonomi och HR: uppföljning 2 och budget", "2026-11-12", None),
    ("administration", "Sammanställda åtaganden från alla skolor", "2026-09-18", None),
    ("board", "Delårsrapport 1 behandlas i nämnden", "2027-05-19", None),
    ("school", "Ekonomi och HR: uppföljning i december", "2026-12-09", None),
    ("administration", "Dialog med nämnden om årsanalysen", "2027-03-10", None),
    ("school", "Ekonomi och HR: årsanalys och uppföljning", "2027-01-20", None),
    ("school", "Ekonomi och HR: uppföljning 1", "2027-03-11", None),
    ("board", "Budgetskrivelse till kommunstyrelsen", "2027-04-21", None),
    ("administration", "Analysseminarium: frånvaro och trygghet", "2026-11-25", None),
    ("school", "Elevenkät om trygghet och studiero", "2027-02-12", None),
    ("school", "Ekonomi och HR: uppföljning i april", "2027-04-14", None),
    ("school", "Ekonomi och HR: uppföljning i maj", "2027-05-12", None),
    ("administration", "Handlingar till nämndens årsrapport klara", "2027-02-10", None),
    ("school", "Kartläggning av språk-, läs- och skrivutveckling i årskurs 1", "2026-10-02", None),
]
_MORE = (
    "Arbetsplatsträff om läsårets prioriteringar",
    "Samverkan med fritidshemmet om gemensamma mål",
    "Uppföljning av extra anpassningar och särskilt stöd",
    "Lönesamtal",
    "Pedagogisk kartläggning inför övergången mellan förskoleklass och årskurs 1",
    "Brukarråd med vårdnadshavare",
    "Skyddsrond",
)
_LEVELS: tuple[Level, ...] = ("school", "school", "administration", "school", "board")
_PHASES: list[tuple[Level, str, str, str]] = [
    ("school", "Följa upp", "2026-06-01", "2026-06-30"),
    ("school", "Analysera och planera åtaganden", "2026-07-01", "2026-09-30"),
    ("school", "Genomföra", "2026-10-01", "2027-02-28"),
    ("school", "Följa upp", "2027-03-01", "2027-05-31"),
    ("administration", "Följa upp", "2026-06-01", "2026-07-31"),
    ("administration", "Analysera", "2026-08-01", "2026-09-30"),
    ("administration", "Planera åtaganden", "2026-10-01", "2026-12-31"),
    ("administration", "Genomföra och stämma av mot mätetal", "2027-01-01", "2027-05-31"),
    ("board", "Följa upp", "2026-06-01", "2026-09-30"),
    ("board", "Budget", "2026-10-01", "2026-12-31"),
    ("board", "Analysera och utvärdera", "2027-01-01", "2027-05-31"),
]


def wheel_of(count: int) -> Wheel:
    """Return a wheel of so many milestones, in the middle of November."""
    made_up = [_extra(number) for number in range(max(count - len(_YEAR), 0))]
    rows = [*_YEAR, *made_up][:count]
    milestones = [
        _milestone(number, level, title, date.fromisoformat(first), date.fromisoformat(last or first))
        for number, (level, title, first, last) in enumerate(rows)
    ]
    return Wheel(
        title="Årshjul för kvalitetsarbetet 2026/27",
        subtitle="Exempelskolan, Malmö",
        first_day=FIRST,
        last_day=LAST,
        milestones=tuple(_with_next(milestones)),
        phases=tuple(
            Phase(level, f"{level}-{title}", title, date.fromisoformat(first), date.fromisoformat(last))
            for level, title, first, last in _PHASES
        ),
    )


def _extra(number: int) -> tuple[Level, str, str, None]:
    day = FIRST + timedelta(days=(number * 47 + 11) % 365)
    return _LEVELS[number % len(_LEVELS)], _MORE[number % len(_MORE)], day.isoformat(), None


def _milestone(number: int, level: Level, title: str, first: date, last: date) -> Milestone:
    state: State = "ahead" if last >= TODAY else "late" if number in {4, 16} else "done"
    if number in {17, 33}:
        state = "not_applicable"
    return Milestone(f"m{number}", level, title, "", first, last, state, f"https://example.invalid/m{number}")


def _with_next(milestones: list[Milestone]) -> list[Milestone]:
    ahead = [item for item in milestones if item.state == "ahead"]
    first: dict[str, Milestone] = {}
    for item in sorted(ahead, key=lambda item: (item.ends_on, item.id)):
        first.setdefault(item.level, item)
    return [_as_next(item) if first.get(item.level) is item else item for item in milestones]


def _as_next(item: Milestone) -> Milestone:
    return Milestone(item.id, item.level, item.title, item.phase, item.starts_on, item.ends_on, "next", item.url)
