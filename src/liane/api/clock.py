"""The type of the clock that the API is given."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
