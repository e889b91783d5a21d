"""What follows from what is published: lists by rule, the ledger of what has come in, what the reform saved."""
