"""What comes after the decision and the delivery: certificates and how they go on or end, the line of limited items,
supervision, the public list; the archive."""
