"""Stand-ins for the vendors: HTTP servers on loopback that speak their APIs, and misbehave when told to."""
