"""What somebody sees who opens the Home tab, asks for their details, or writes to the bot."""

from dataclasses import replace
from datetime import date

from bot.language import Language
from bot.messages.conferences import Conference
from bot.messages.feedback import Feedback, feedback_blocks
from bot.messages.glance import Counts
from bot.messages.home import Home, OwnWork
from bot.messages.home_view import home_view
from bot.messages.places import NamedPlace
from bot.messages.profile import Details, Profile, profile_blocks
from bot.messages.registry import Message
from bot.messages.talk import ToFinish, finish_blocks, talk_blocks
from bot.slack import blocks
from tests.messages.variants.facts import ACTIVITIES, HOSTILE, TODAY, WHOLE, commitment
from tests.messages.variants.people import CONFERENCE, glance, ladder
from tests.messages.variants.shown import Variant

PLACE = NamedPlace(1, "Norr", 1, 1, "Boden")


def _home(home: Home) -> Variant:
    def shown(language: Language) -> Message:
        view = home_view(home, language)
        # A Home tab notifies nobody: its name stands where a message has its notification.
        return Message(blocks.notification("Home"), view["blocks"])

    return shown


_NOTHING = OwnWork([PLACE], [], [], [], [], frozenset({(1, 1)}), [], [])


def _profile(*details: Details, leaders: tuple[str, ...] = (), leads: bool = False) -> Variant:
    return lambda language: profile_blocks(Profile(list(details), list(leaders), leads), language)


def _feedback(*conferences: Conference, upcoming: Conference | None = None, takes_part: bool = True) -> Variant:
    return lambda language: feedback_blocks(Feedback(list(conferences), upcoming, takes_part), language)


_CLIMBED = ladder("Boden", 1)
_LATE = commitment(7, text="Vi följer upp betygen i matematik.", due_on=date(2026, 11, 13))

VARIANTS: dict[str, Variant] = {
    "home.contact-person": _home(
        Home(
            TODAY,
            own=replace(
                _NOTHING,
                this_week=[commitment(due_on=date(2026, 11, 27))],
                activities=[(WHOLE, ACTIVITIES[0])],
                ahead=[commitment(14, text="Vi besöker varandra.")],
                resting=[_LATE],
                ladders=[(CONFERENCE, _CLIMBED)],
            ),
            conferences=[CONFERENCE],
        )
    ),
    "home.in-the-municipal-group": _home(Home(TODAY, own=replace(_NOTHING, resting=[_LATE], changeable=frozenset()))),
    "home.nothing-yet": _home(Home(TODAY, own=_NOTHING)),
    "home.leader": _home(
        Home(TODAY, led=[glance("Norr", Counts(open=22, late=2), CONFERENCE), glance("Väst", Counts())])
    ),
    "home.in-a-wheel": _home(Home(TODAY, in_wheel=True)),
    "home.stranger": _home(Home(TODAY, leaders=["Alex Exempel"])),
    "home.hostile": _home(Home(TODAY, own=replace(_NOTHING, ahead=[commitment(text=HOSTILE)]))),
    "profile.known": _profile(
        Details(
            PLACE,
            ["Kim Exempel"],
            ["Noa Exempel"],
            {"principal": ["Robin Exempel"], "": [""]},
            CONFERENCE,
            _CLIMBED.next,
        ),
        leaders=("Alex Exempel",),
    ),
    "profile.nobody-yet": _profile(Details(PLACE)),
    "profile.nothing": _profile(),
    "profile.leads": _profile(leads=True),
    "profile.leads-with-others": _profile(leaders=("Alex Exempel",), leads=True),
    "feedback.one": _feedback(CONFERENCE),
    "feedback.none-yet": _feedback(upcoming=CONFERENCE),
    "feedback.none-planned": _feedback(),
    "feedback.not-taking-part": _feedback(takes_part=False),
    "talk.help": talk_blocks,
    "talk.which": lambda language: finish_blocks(ToFinish([commitment(), _LATE], TODAY), language),
    "talk.finished": lambda language: finish_blocks(ToFinish([], TODAY), language, finished=commitment()),
    "talk.hostile": lambda language: finish_blocks(ToFinish([commitment(text=HOSTILE)], TODAY), language),
}
