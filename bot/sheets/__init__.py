"""Tables in and out: what people's files hold, checked row by row, and what Jod hands out."""
