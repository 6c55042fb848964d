"""A second opinion on the SLA clock, written from its specification alone."""
