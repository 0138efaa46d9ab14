"""Static claims: what can be judged by the design alone. One file a claim; its docstring is its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Design, Finding
from relvar.prove.static.contracts_are_kept import contracts_are_kept
from relvar.prove.static.decisions_have_evidence import decisions_have_evidence
from relvar.prove.static.documents_stay_small import documents_stay_small
from relvar.prove.static.every_element_is_explained import every_element_is_explained
from relvar.prove.static.every_pattern_is_served import every_pattern_is_served
from relvar.prove.static.every_reference_is_served import every_reference_is_served
from relvar.prove.static.host_carries import host_carries
from relvar.prove.static.indexes_hold_one_array import indexes_hold_one_array
from relvar.prove.static.language_model_answered import language_model_answered
from relvar.prove.static.limits_hold import limits_hold
from relvar.prove.static.names_fit import names_fit
from relvar.prove.static.no_cascade_to_history import no_cascade_to_history
from relvar.prove.static.no_redundant_index import no_redundant_index
from relvar.prove.static.normal_form import normal_form
from relvar.prove.static.nothing_is_lost_in_silence import nothing_is_lost_in_silence
from relvar.prove.static.one_life_cycle import one_life_cycle
from relvar.prove.static.personal_data_is_masked import personal_data_is_masked
from relvar.prove.static.rows_are_filtered import rows_are_filtered
from relvar.prove.static.secrets_are_apart import secrets_are_apart
from relvar.prove.static.tenants_share_references import tenants_share_references

CHECKS: tuple[Callable[[Design], Iterator[Finding]], ...] = (
    normal_form,
    every_pattern_is_served,
    every_reference_is_served,
    no_redundant_index,
    documents_stay_small,
    indexes_hold_one_array,
    names_fit,
    limits_hold,
    decisions_have_evidence,
    no_cascade_to_history,
    secrets_are_apart,
    personal_data_is_masked,
    rows_are_filtered,
    every_element_is_explained,
    one_life_cycle,
    tenants_share_references,
    language_model_answered,
    nothing_is_lost_in_silence,
    contracts_are_kept,
    host_carries,
)


def check(design: Design) -> tuple[Finding, ...]:
    """Every static finding of the design; a claim with nothing to say against it is one finding that holds, for each store it was asked of."""
    return tuple(finding for claim in CHECKS for finding in claim(design))
