"""What every way in shares: where requests are kept, how tries are counted, what seals, what traces, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from liane.pipeline.signin.limits import AttemptGate
from liane.pipeline.signin.vault import Vault
from liane.pipeline.signin.visits import Trace
from liane.store.sign_ins import PostgresSignIns


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One per node. now: the clock."""

    store: PostgresSignIns
    gate: AttemptGate
    vault: Vault
    trace: Trace
    now: Callable[[], datetime]
