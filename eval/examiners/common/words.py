"""Lists written as running text."""


def words(text: str) -> list[str]:
    """The words of a text, in order."""
    return text.split()
