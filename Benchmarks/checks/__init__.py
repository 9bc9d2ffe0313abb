"""The checks, a module a group."""
