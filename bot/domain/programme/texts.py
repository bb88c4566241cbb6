"""Texts that a programme holds."""

from typing import Annotated

from pydantic import StringConstraints

#: A line or two of text.
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
