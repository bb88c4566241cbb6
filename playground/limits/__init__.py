"""Block Kit's documented limits, as Slack refuses them: each complaint ends with the place as a JSON pointer.

objects: texts, options, confirmations · elements: buttons, menus, inputs · rich_text · blocks · surfaces: whole
messages, modals and Home tabs.
"""

from playground.limits.surfaces import of_files, of_message, of_view

__all__ = ["of_files", "of_message", "of_view"]
