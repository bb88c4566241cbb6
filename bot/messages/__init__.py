"""What the bot says: a file per noun; a message is `facts` and `blocks`, registered by name.

Importing the package registers every kind, so that whoever asks the registry knows all of them.
"""

from bot.messages import commitments, late_questions, letters

__all__ = ["commitments", "late_questions", "letters"]
