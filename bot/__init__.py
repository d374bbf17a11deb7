"""TenBrief: ten stories, five minutes, one focus line, every day."""
