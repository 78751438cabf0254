"""`make bench`: what a turn costs, measured through real webhooks against a real gunicorn."""
