"""National codes, the basic catalogue and the implementation list."""
