"""The Web API's methods: a file per family. Importing this registers them all."""

from playground.methods import apps, auth, chat, conversations, files, history, pins, users, views

__all__ = ["apps", "auth", "chat", "conversations", "files", "history", "pins", "users", "views"]
