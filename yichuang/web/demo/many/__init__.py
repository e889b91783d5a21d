"""Very many cases at once, to try the house under load (`manage.py generate`)."""
