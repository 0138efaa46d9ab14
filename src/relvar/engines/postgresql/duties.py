"""Which role of the design does what: owns tables, owns routines that must cross row rules, runs jobs."""

from __future__ import annotations

from relvar.model.behaviour import Audit, Expire, KeepTotal, LimitCount, Publish, TakeStock
from relvar.model.physical import Physical, Role


def with_duty(physical: Physical, duty: str) -> Role | None:
    """The first role with that duty, or None."""
    return next((role for role in physical.roles.values() if role.duty == duty), None)


def all_with(physical: Physical, *duties: str) -> list[Role]:
    return [role for role in physical.roles.values() if role.duty in duties]


def owner(physical: Physical) -> str:
    """Name of the role that owns the tables, "" where whoever deploys owns them."""
    role = with_duty(physical, "owner")
    return role.name if role else ""


def definer(physical: Physical) -> str:
    """Name of the role that owns definer's routines and masked views: it must see through row rules. Else the owner."""
    role = with_duty(physical, "definer")
    return role.name if role else owner(physical)


def trusted(physical: Physical) -> list[str]:
    """Names of roles that only routines of the design act as: nobody logs in as one."""
    return list(dict.fromkeys(name for name in (definer(physical), owner(physical)) if name))


def needs_definer(physical: Physical) -> bool:
    """Whether something must act beyond the rights of its caller."""
    crossing = any(isinstance(b, Audit | Expire | KeepTotal | LimitCount | Publish | TakeStock) for b in physical.behaviours.values())
    return crossing or any(view.masks or view.materialized for view in physical.views.values())
