"""begin, hear, reply, end: the steps of a conversation, for every way of talking."""
