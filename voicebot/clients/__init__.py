"""Vendor adapters: one class per vendor and Protocol, imported only by the composition root."""
