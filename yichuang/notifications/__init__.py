"""News of a case reaches whom it is about: on his page, and where a sender is connected as a text message."""
