"""What makes the bot speak: it plans what will be due, sends what is, and finds out what nobody told.

heartbeat    wakes the work and ends it in order · run_due (the same once, as of an instant) · preview (what will come)
plan         what the kinds of messages will say, inserted once per key
send         claims and posts · prompt (what a person's own action caused, at once) · refresh (brings up to date)
reconcile    decides where an answer never came · history (what Slack shows of our messages, and who else speaks)
sweep        deletes second copies, and what was taken back · restore (what a backup does not know)
breaker      lets Slack rest when it does not answer
compose      a row's message, its reader and its place · marks (how a message is recognised)
channels     channels that the bot cannot write in · profiles (what Slack tells about people)
pin          keeps a message at hand in its channel
sender       what one sender has in its hands · lease (one sender per workspace) · pace (how fast)
recognise    whether this database speaks for this installation · guard (one broken message stops no other)
transactions database work off the loop

Two clocks: `deps.clock()` is the story's and decides what is due and what the words say; the sender's `machine` is the
machine's and decides about leases, history and waiting.
"""
