"""LINE and the language of the chat."""
