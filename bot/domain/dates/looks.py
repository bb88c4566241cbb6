"""What looks like a date in a sentence: where it is clear without a keyword, and where a keyword stands before it."""

from bot.domain.dates.counts import COUNTED
from bot.domain.dates.terms import TERM
from bot.domain.dates.weeks import WEEK
from bot.domain.dates.words import BARE_WEEKDAY, DAY, END, ENGLISH_MONTH, MONTH, ORDINALS, any_of, pattern

_SEASON = (
    rf"{MONTH}|jul(?:en|lovet|helgen|afton)?|nyår(?:et|safton)?|påsk(?:en|lovet)?|pingst|midsommar|lucia"
    r"|sommar(?:en|lovet)?|höst(?:en|lovet|terminen)?|vår(?:en|terminen)?|vinter(?:n)?|sport(?:en|lovet)|läsår(?:et)?"
    r"|termin(?:en|ens slut)?|skol(?:start(?:en)?|avslutning(?:en)?)|vt|ht|årsskiftet|månadsskiftet|årets slut"
    r"|vecka|veckan|månad|månaden|år|året"
    r"|summer|autumn|spring|winter|christmas|easter|month|year|week|asap|snarast"
)
_VAGUE = (
    r"(?:(?:i|under|den|det|nästa|kommande|denna|detta|den här|början|mitten|slutet|av|på|runt|kring"
    r"|next|this|the|end|of|late|early) )*"
    rf"(?:(?:{_SEASON})(?:,? ?-?[0-9]{{2,4}}(?:/[0-9]{{2,4}})?)?|20[2-4][0-9])"
)
VAGUE = pattern(rf"{_VAGUE}{END}[\s\S]*")
DATE_LIKE = pattern(
    rf"(?:(?:på|den|nu|om|i|under|nästa|omkring|runt|kring|ca|före|innan) )*"
    rf"(?:(?:{BARE_WEEKDAY})\b|v(?:ecka)?[. ]{{0,2}}[0-9]|{DAY} ?(?:(?:-|och|/|eller|till) ?{DAY} ?)?(?:{MONTH})\b"
    rf"|[0-9]{{1,2}}/[0-9]{{1,2}}(?! av)\b|[0-9]{{4}}-[0-9]{{2}}|(?:{_SEASON})\b"
    r"|(?:in)?om \w+ (?:dag|veck|månad|halvår)\w*)"
)
WEEK_SPAN = pattern(
    rf"\b(?:v\.? ?|veckorna |vecka |week |weeks )[0-9]{{1,2}} ?(?:-|/|,|&|och|o|eller|till|to|and|or) ?"
    rf"(?:v\.? ?|vecka |week )?[0-9]{{1,2}}(?: [0-9]{{4}})?{END}"
)
_YEAR = (
    rf"(?:[ ,-]{{0,3}}(?:19|20|21)[0-9]{{2}}(?![0-9])(?!{COUNTED})|,? (?:i år|nästa år|this year|next year)"
    rf"| ?'[0-9]{{2}}| ?-[0-9]{{2}}(?![0-9])| [0-9]{{2}}{END})?"
)
_AFTERWARDS = (
    rf"(?:,? \(?{WEEK.replace('(?P<week>', '(?:')}\)?|,? kl(?:ockan|\.)? ?[0-9]{{1,2}}(?:[:.][0-9]{{2}})?"
    rf"(?: ?- ?[0-9]{{1,2}}(?:[:.][0-9]{{2}})?)?|,? \(?(?:i |in |under )?(?:{TERM}|(?:vt|ht)\b)\)?)*"
)
#: A date that is clear without a keyword.
CANDIDATE = pattern(
    r"(?<![\w.:§#%])(?:"
    rf"(?:(?:{BARE_WEEKDAY})\.?,? )?(?:(?:den|the|d\.) )?{DAY} ?(?:of )?(?:{MONTH})\b(?:\.(?= ?[0-9]))?{_YEAR}"
    rf"|(?:(?:(?:{BARE_WEEKDAY})\.?,? )(?:den )?|den )[0-9]{{1,2}}/[0-9]{{1,2}}(?![/0-9]){_YEAR}"
    r"|[0-9]{1,2}/[0-9]{1,2}[ /-](?:19|20|21)[0-9]{2}"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20|21)[0-9]{2}"
    r"|(?<![-/])(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?!-[0-9]{1,3}(?![0-9]))"
    rf"|(?:{MONTH}) (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:19|20|21)[0-9]{{2}}"
    rf"|den (?:{DAY}|{any_of(ORDINALS)}) i (?:{any_of(ORDINALS)}|[0-9]{{1,2}} ?:[ea]|(?:{MONTH})\b{_YEAR})"
    rf"|den (?:{any_of(ORDINALS)}) (?:i )?(?:{MONTH})\b{_YEAR}"
    rf"|(?:{ENGLISH_MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th)?{END}"
    rf"|(?:(?:i |vid )?slutet (?:av|på) )?(?:(?:{BARE_WEEKDAY}),? (?:i )?)?(?:v\.? ?|vecka |week )[0-9]{{1,2}}"
    rf"(?:,? (?:19|20|21)[0-9]{{2}}|,? nästa år|,? \(?{TERM}\)?)?(?:,? (?:{BARE_WEEKDAY}))?{END}"
    rf"){_AFTERWARDS}(?![\w/])(?!-[^\W0-9])"
)
