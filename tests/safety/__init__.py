"""A taken-over model and injected texts: neither does more than this call may."""
