"""`/api`: what programs of the shop's own may ask and report."""
