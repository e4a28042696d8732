"""`make bench-scale`: what people wait for, timed over 100 k, 1 M and 10 M activities on both databases."""
