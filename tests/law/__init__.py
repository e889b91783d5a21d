"""The way of a case as the law tells it, walked at random against the program."""
