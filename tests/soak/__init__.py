"""`make soak`: everything that takes too long for `make test`."""
