"""Runs the benchmark: peers, load, measurement, report. Standard library only."""
