"""The plan of a cohort, as its file was read, from the record that keeps it."""

import json
from functools import lru_cache

from bot.core.records import Cohort
from bot.programme.cohort_plan import CohortPlan


def terms(cohort: Cohort) -> CohortPlan:
    """Return the plan of a cohort."""
    return _read(json.dumps(cohort.plan, sort_keys=True))


@lru_cache(maxsize=64)
def _read(plan: str) -> CohortPlan:
    return CohortPlan.model_validate_json(plan)
