"""From what exists to what relvar designs with: types, conditions, the physical and the conceptual model. What does not fit is listed."""

from relvar.importing.lift.conceptual import conceptual
from relvar.importing.lift.physical import physical

__all__ = ["conceptual", "physical"]
