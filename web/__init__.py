"""Pages for people: what a chat cannot show."""
