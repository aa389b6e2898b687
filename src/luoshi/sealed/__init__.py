"""Who applied: encrypted under a key outside the database, known elsewhere by a pseudonym only; every look is kept."""
