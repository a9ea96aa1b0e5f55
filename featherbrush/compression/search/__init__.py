"""Latency measurement, budgets and the multi-objective search for a sub-network."""
