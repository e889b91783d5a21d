"""Guides by life event: a few questions, and exactly the items that the answers call for."""
