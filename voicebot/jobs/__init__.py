"""Everything that is not the caller's answer: done once, later, by whichever process has that duty."""
