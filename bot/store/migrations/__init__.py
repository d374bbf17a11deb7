"""Alembic migrations, applied by `bot.store.schema`."""
