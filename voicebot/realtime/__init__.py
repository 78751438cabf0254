"""Blueprint 2: the realtime path. Twilio Media Streams on one side, a voice model on the other."""
