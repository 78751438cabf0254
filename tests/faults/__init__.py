"""Whole calls while vendors, workers and the database fail: nothing lost, nothing twice, never silence."""
