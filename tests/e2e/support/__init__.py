"""What the tests of a whole system share."""
