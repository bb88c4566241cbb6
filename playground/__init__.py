"""A local stand-in for Slack: what the tests and the demo talk to. It knows nothing of the bot.

running      the playground as a whole: start, stop, in a loop or a thread
workspace    people, channels, files, the app · messages · views · inputs (what a view's state says)
server       the Web API over HTTP by aiohttp, which also asks and holds websockets
requests     one call, and the register of methods · methods/ (a file per family)
limits/      Block Kit as Slack refuses it · manifest (the app's, and what it grants)
delivery     payloads to the bot: signed HTTP or sockets (Socket Mode) · payloads · events · happenings
unread       what each has read · timeline (what drives the clock)
triggers     trigger ids · response_urls · rates (hidden buckets) · faults (what a test orders) · calls (the record)
person       acts as a person: form, fields and elements are what they have in front of them, plain is what they read
page         the chat in the browser, of the files in page/ · windows (what one person sees) · clock · tour · changes
control      JSON endpoints for another process · screens (what can be seen, as JSON)
__main__     a workplace without a bot, for walking through an installation: `python -m playground manifest.json`
gestures     a person's, by name · touches (by the ids of what is touched)
"""

from playground.errors import NotPossibleError, NotShownError, SlackError
from playground.faults import Fault
from playground.form import Form, Submitted
from playground.messages import Message
from playground.person import Person, Trouble
from playground.rates import Rates
from playground.running import InThread, Playground, Timing, running_in_thread
from playground.timeline import Jump, Timeline, Upcoming
from playground.tour import TourStep

__all__ = [
    "Fault",
    "Form",
    "InThread",
    "Jump",
    "Message",
    "NotPossibleError",
    "NotShownError",
    "Person",
    "Playground",
    "Rates",
    "SlackError",
    "Submitted",
    "Timeline",
    "Timing",
    "TourStep",
    "Trouble",
    "Upcoming",
    "running_in_thread",
]
