"""Brief -> Messages for a channel: templates, splitting, keyboards, and the bot's own words.

Called by newsroom.
"""
