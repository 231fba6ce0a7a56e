"""What is kept of a check once it is compiled: enough to say what failed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInfo:
    """What a finding needs to know of the check that made it.

    test: as written, white space normalized. role: as written. reads_values: whether a value set decides. owner: id of
    the abstract rule, or context of the rule.
    """

    test: str
    role: str
    reads_values: bool
    owner: str
    file: str

    def as_row(self) -> tuple[str, str, bool, str, str]:
        """Give the fields, to be kept."""
        return self.test, self.role, self.reads_values, self.owner, self.file

    @classmethod
    def from_row(cls, row: tuple[str, str, bool, str, str]) -> "CheckInfo":
        """Read back what `as_row` gave."""
        test, role, reads_values, owner, file = row
        return cls(test=test, role=role, reads_values=reads_values, owner=owner, file=file)
