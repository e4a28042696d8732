"""What `benchmarks.speed` measures, and what it measures with: servers, a LINE, and a load."""
