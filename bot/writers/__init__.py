"""Texts of a slot: extractive, by a language model, and the grounding gate over both.

Called by newsroom.
"""
