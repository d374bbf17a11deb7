"""Messages -> the world: telegram, console.

Each turns its outside errors into ours. Called by delivery.
"""
