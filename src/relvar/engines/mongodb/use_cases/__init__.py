"""The design's use cases on documents: which writes, in what order, with what concern, and what is raced of them."""

from relvar.engines.mongodb.use_cases.steps import Step, UseCase, use_case

__all__ = ["Step", "UseCase", "use_case"]
