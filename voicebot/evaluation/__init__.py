"""Calls as tests: recorded and masked, replayed on other prompts, played by simulated callers, judged by facts."""
