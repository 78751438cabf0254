"""What keeps the product from being used up: rate limits, caps, leases of workers, ends of calls."""
