"""Days and clocks as people say them."""
