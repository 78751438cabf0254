"""What a realtime call costs: our bridge, a bare one, and an official-style one, under the same load."""
