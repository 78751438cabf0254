"""What a call came to: outcome, summary, facts, sentiment, score and next step, by a model or by rules. No I/O."""
