"""The way of a case: apply, accept, examine, decide, issue, close."""
