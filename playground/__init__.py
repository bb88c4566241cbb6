"""A local stand-in for Slack: what the tests and the demo talk to. It knows nothing of the bot.

running      the playground as a whole: start, stop, in a loop or a thread
workspace    people, channels, files, the app · messages · views · inputs (what a view's state says)
server       the Web API over HTTP by aiohttp, which also asks and holds websockets
requests     one call, and the register of methods · methods/ (a file per family)
limits/      Block Kit as Slack refuses it · manifest (the app's, and what it grants)
delivery     payloads to the bot: signed HTTP or sockets (Socket Mode) · payloads · events · happenings
triggers     trigger ids · response_urls · rates (hidden buckets) · faults (what a test orders) · calls (the record)
person       acts as a person: form, fields and elements are what they have in front of them, plain is what they read
control      JSON endpoints for another process · gestures (a person's, by name) · screens (what can be seen, as JSON)
"""

from playground.errors import NotPossibleError, NotShownError, SlackError
from playground.faults import Fault
from playground.form import Form, Submitted
from playground.messages import Message
from playground.person import Person, Trouble
from playground.rates import Rates
from playground.running import InThread, Playground, Timing, running_in_thread

__all__ = [
    "Fault",
    "Form",
    "InThread",
    "Message",
    "NotPossibleError",
    "NotShownError",
    "Person",
    "Playground",
    "Rates",
    "SlackError",
    "Submitted",
    "Timing",
    "Trouble",
    "running_in_thread",
]
