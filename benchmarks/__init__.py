"""Timings taken on the machine at hand; ratios side by side in one run where two things are compared."""
