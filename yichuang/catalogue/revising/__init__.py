"""Writing and changing the list: drafts, what forbids them, review, publishing, splitting, and what differs."""
