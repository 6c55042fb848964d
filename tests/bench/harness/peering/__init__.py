"""The same feedback through this system and through what others would have built."""

from harness import running  # noqa: F401  by its import `support` and `system` are found
