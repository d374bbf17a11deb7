"""Items -> Brief: topics, stories, rank, pick, compose.

Pure and offline. Called by newsroom.
"""
