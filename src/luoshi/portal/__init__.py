"""The public face: what a service takes and where a case stands, without sign-in, Chinese first, without script."""
