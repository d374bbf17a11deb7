"""Door: archive, feeds, health, metrics and the Telegram webhook."""
