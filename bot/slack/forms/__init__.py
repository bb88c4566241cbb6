"""The one form engine: a form is built as a Slack dialogue, carries its own state, and is read back.

`files` reads `prompts/forms/`, `state` is what a dialogue remembers, `elements` has one entry for each kind of
question, `build` and `read` go from questions to blocks and from a payload to answers, `drafts` keeps what was typed.
"""
