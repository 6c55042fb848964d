"""One machine's Recourse: bring it up, look at it, take it down. Standard library only."""
