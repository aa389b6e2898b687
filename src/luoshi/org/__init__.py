"""Bodies, sections, posts, officers; who may see and do what."""
