"""Builds the house: the only place that knows every room.

`house.open_house` is for a piece of work at the terminal, `post.open_post` adds
the bot at Telegram, `running.run` is the bot itself. Nothing here decides
anything about briefs; it connects and starts. The parts are imported by name,
because what talks to Telegram takes half a second to load.
"""
