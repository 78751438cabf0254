"""Structured interviews by phone: their plan, their questions, their transcripts, and who may hold them."""
