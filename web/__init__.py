"""Pages for people, which show what a chat cannot, and the API for tills and web shops."""
