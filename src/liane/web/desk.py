"""What the room « Identités » is given: the registry as kept, and the acts of the people who work there."""

from dataclasses import dataclass

from liane.pipeline.identity.ports import RegistryStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The registry of identities behind the pages. What is None is not there, and its pages say so or are hidden."""

    store: RegistryStore
