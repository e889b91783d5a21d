"""Finding an item: the search, what it looks through, the words of the centre, what was not found."""
