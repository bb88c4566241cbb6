"""What the bot says: a file per noun; a message is `facts` and `blocks`, registered by name.

Importing the package registers every kind, so that whoever asks the registry knows all of them. Kinds are planned in
this order: a summary before what stands in its thread.
"""

from bot.messages import (
    channels,
    commitments,
    conference,
    conference_moved,
    departures,
    doors,
    evaluation_reminders,
    gaps,
    holders,
    late_questions,
    leadership_letter,
    letters,
    preparation,
    preparation_count,
    principals,
    school_milestones,
    summary,
    summary_words,
    uncertain,
    unreached,
    welcome,
    wheel_picture,
)

__all__ = [
    "channels",
    "commitments",
    "conference",
    "conference_moved",
    "departures",
    "doors",
    "evaluation_reminders",
    "gaps",
    "holders",
    "late_questions",
    "leadership_letter",
    "letters",
    "preparation",
    "preparation_count",
    "principals",
    "school_milestones",
    "summary",
    "summary_words",
    "uncertain",
    "unreached",
    "welcome",
    "wheel_picture",
]
