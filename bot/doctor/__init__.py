"""The doctor: looks at an installation and says, a line for each thing, what is well and what to do about the rest.

examination  all of it, in order · findings (one line)
here         settings, database, who sends · slack (token, permissions, clock) · channels · schools (their channels)
live         what only a real workspace can tell
"""
