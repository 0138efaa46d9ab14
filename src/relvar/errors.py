"""One root, a handful of leaves. Errors are for callers' mistakes and the world's; doubts about a design are Findings."""

from __future__ import annotations

from functools import partial


class RelvarError(Exception):
    """Root of all errors of relvar. `what` happened and the `remedy`, both in the user's own names."""

    exit_code = 2

    def __init__(self, *, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}\n  {remedy}" if remedy else what)

    def __reduce__(self) -> tuple[partial[RelvarError], tuple[()]]:
        """Its arguments have names, which pickling would lose: an error must come back from another process."""
        return partial(type(self), **vars(self)), ()


class BriefError(RelvarError):
    """Raised when a brief cannot be read as one; the writer of the brief can act."""


class ModelError(RelvarError):
    """Raised when model.yaml or a file of dependencies contradicts itself or cannot be read; its editor can act."""


class PackError(RelvarError):
    """Raised when a user's domain pack cannot be read or contradicts itself; its author can act."""


class UnsupportedError(RelvarError):
    """Raised when something is asked that this version does not do; the caller can choose otherwise."""


REACHED_BY_ADDRESS = "look at host, port, database, user, password and rights in the address"  # remedy where an address was given and nobody answers


class ServerUnavailable(RelvarError):
    """Raised when no server can be found or started; whoever runs relvar can install or name one."""


class ConnectionLost(ServerUnavailable):
    """Raised when a server that has answered stops answering in the middle of something; whoever runs it can look at it."""


class AccessDenied(ServerUnavailable):
    """Raised when the account may not do what is needed on a server that answers; whoever gives rights there can act."""


class StatementFailed(RelvarError):
    """Raised when a server refuses a statement that should have run. `statement`, `answer` are the server's and ours."""

    def __init__(self, *, what: str, statement: str, answer: str, remedy: str = "") -> None:
        self.statement = statement
        self.answer = answer
        super().__init__(what=what, remedy=remedy)


class StoreError(RelvarError):
    """Raised when a stored design or folder cannot be read or written; whoever keeps the folder can act."""


class ReaderUnavailable(RelvarError):
    """Raised when a language model was asked for and cannot be asked as things are set; whoever runs relvar can set them."""


class SourceError(RelvarError):
    """Raised when what is to be imported or checked cannot be read at all; whoever named it can act."""


class FileError(RelvarError):
    """Raised when a file of rows cannot be read as one; whoever has the file can act."""
