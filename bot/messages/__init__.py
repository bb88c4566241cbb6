"""What the bot says: a file per noun; a message is `facts` and `blocks`, registered by name."""
