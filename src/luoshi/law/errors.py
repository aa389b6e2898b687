"""What can go wrong, in the user's words. Each message says what to do next."""


class CouldNot(Exception):
    """The thing asked for could not be done (command line: exit 3, one line on stderr)."""


class Unclear(CouldNot):
    """What was asked cannot be understood (command line: exit 2)."""


class NotInForce(CouldNot):
    """The law, rule or calendar asked about does not cover that day. There is no fallback."""


class OnRecord(CouldNot):
    """Refused, and the attempt itself is on record: entries of these kinds stand, nothing else of the act does."""

    def __init__(self, reason: str, *kinds: str) -> None:
        super().__init__(reason)
        self.kinds = frozenset(kinds)
