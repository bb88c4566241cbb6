"""What Swedes type when they mean a date: read right or asked about, never guessed.

`read_date` reads a field that holds a date and nothing else; `find_due` finds the due date in a sentence. Swedish with
or without å ä ö, in any case, and the plain English forms. The only room of the bot that holds Swedish words.

- A date without a year is the nearest one to come, today included; a written year is taken as it stands, past or not.
- A bare week is its Monday. A day of the current week that is past is asked about, and so is the bare week then.
- The end of a month is its last day. Its beginning or middle is asked about, as are feasts, seasons and spans.
- "nästa fredag" is asked about on days when it means two different Fridays, and "fredag" on a Friday.
- A weekday or a week that contradicts the date is asked about.

A grammar of our own, since general date parsers also read what is only nearly a date: tried on 49 inputs,
`dateparser` got 24 right and four wrong.
"""

from bot.domain.dates.landmarks import Happening, Known, Landmark, day_of, span_of
from bot.domain.dates.problems import DateProblem, ImpossibleDate, PastDate, UnreadableDate
from bot.domain.dates.prose import DueFound, find_due, read_latest
from bot.domain.dates.reading import read_date

__all__ = [
    "DateProblem",
    "DueFound",
    "Happening",
    "ImpossibleDate",
    "Known",
    "Landmark",
    "PastDate",
    "UnreadableDate",
    "day_of",
    "find_due",
    "read_date",
    "read_latest",
    "span_of",
]
