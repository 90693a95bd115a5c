"""Cohorts of any size, made up from a seed."""

from datetime import date
from random import Random

from bot.programme.cohort_plan import CohortPlan, Contact
from bot.programme.people_file import PeopleReport, check_people, read_people
from bot.rehearse import Script

START = date(2027, 1, 4)
REVIEWED = date(2026, 12, 1)

_FIRST = "Amara Brendan Chidi Delphine Edwin Farah Gwen Hamish Imani Jonas Keiko Leila Mateo Nadia Owen Priya"
_LAST = "Abbott Bello Clarke Dhillon Evans Fofana Grant Hussain Iqbal Jones Kaur Lindqvist Mensah Nowak Osei"
_CONTACTS = (
    Contact(role="support", name="Staff support", reach="support@trust.example", reviewed_on=REVIEWED),
    Contact(role="concerns", name="Someone independent", reach="ear@trust.example", reviewed_on=REVIEWED),
)


def script(pairs: int, *, trios: int = 0, coordinators: int = 1, months: int = 8, seed: int = 1) -> Script:
    """Return all that a rehearsal of such a cohort needs."""
    plan = CohortPlan(name="Spring 2027", start=START, months=months, contacts=_CONTACTS)
    return Script(plan, people(pairs, trios=trios, coordinators=coordinators, seed=seed), seed)


def people(pairs: int, *, trios: int = 0, coordinators: int = 1, seed: int = 1) -> PeopleReport:
    """Return the people of a cohort as the reader of people files understood them."""
    chance = Random(seed)  # noqa: S311  # made-up names, nothing secret
    lines = ["email,name,role,relationship"]
    for number in range(1, pairs + trios + 1):
        roles = ("mentee", "mentor") if number <= pairs else ("mentee", "mentor", "mentor")
        lines += (
            _line(chance, len(lines) + place, role, f"R{number:04}") for place, role in enumerate(roles)
        )
    lines += [_line(chance, len(lines) + one, "coordinator", "") for one in range(coordinators)]
    return check_people(read_people("\n".join(lines).encode(), "people.csv"))


def _line(chance: Random, number: int, role: str, code: str) -> str:
    name = f"{chance.choice(_FIRST.split())} {chance.choice(_LAST.split())}"
    return f"{name.replace(' ', '.').lower()}.{number}@trust.example,{name},{role},{code}"
