"""Conditions in CEL: evaluated, picked, read back and said in words."""
