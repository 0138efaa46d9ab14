"""Relations with dependencies as people state them in a file: read, judged, taken apart, and the ways weighed against each other."""

from relvar.normalize.stated.notation import Stated, parse
from relvar.normalize.stated.study import Study, study

__all__ = ["Stated", "Study", "parse", "study"]
