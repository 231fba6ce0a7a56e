"""What a compiled rule raises when a document does not let it be evaluated; caught around each rule, never above."""

from liane.domain.errors import InvalidInput


class DynamicError(InvalidInput):
    """A rule cannot be evaluated on this document (a text where a number is needed, several nodes where one is)."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class MissingFile(DynamicError):
    """A rule needs a file that the rule set does not hold."""

    def __init__(self, path: str) -> None:
        super().__init__(f"fichier absent du jeu de règles : {path}")
        self.path = path
