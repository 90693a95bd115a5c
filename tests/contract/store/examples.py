"""People and things for the stores to keep."""

from datetime import UTC, date, datetime, timedelta

from bot.core.delivery import Letter
from bot.core.events import Actor
from bot.core.messages import Message
from bot.core.ports import Unit
from bot.core.records import Cohort, Interaction, Membership, Person, Relationship, Role

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

COHORT = Cohort(
    id="spring",
    name="Spring 2027",
    start=date(2027, 1, 4),
    timezone="Europe/London",
    holidays="GB-ENG",
    months=8,
    per_month=2,
    plan={"nudges": {"ladder": [3, 10, 17, 23]}},
)
AMINA = Person(
    id="amina",
    name="Amina Okafor",
    email="amina.okafor@trust.example",
    manager_email="manager@trust.example",
    never_with=["rival@trust.example"],
    platform="slack",
    department="Pharmacy",
    training_done_on=date(2026, 12, 1),
)
BEN = Person(id="ben", name="Ben Whitcombe", email="ben.whitcombe@trust.example", platform="teams")
PAIR = Relationship(id="pair-1", cohort_id="spring", code="R01")
MEETING = Interaction(id="meeting-1", relationship_id="pair-1", on=date(2027, 1, 12))

AMINA_ON_SLACK = Actor(platform="slack", workspace="T1", user="U-AMINA")
AMINA_ON_TEAMS = Actor(platform="teams", workspace="contoso", user="29:amina")


async def add_a_pair(unit: Unit) -> None:
    """Amina mentors Ben in the spring cohort."""
    await unit.cohorts.add(COHORT)
    await unit.people.add(AMINA)
    await unit.people.add(BEN)
    await unit.relationships.add(PAIR)
    for person, role in ((AMINA, Role.MENTOR), (BEN, Role.MENTEE)):
        who = {"cohort_id": "spring", "person_id": person.id, "relationship_id": PAIR.id}
        await unit.memberships.add(Membership(id=f"m-{person.id}", role=role, **who))


def letter(key: str, **details: object) -> Letter:
    """A letter to Amina, unless the details say otherwise."""
    kind, text = str(details.pop("kind", "service.reminder")), str(details.pop("text", "See you at two."))
    message = Message(kind=kind, preview="A message from Turnabout", text=text)
    to = {} if "channel" in details else {"person_id": "amina"}
    return Letter.model_validate(
        {"key": key, "cohort_id": "spring", "message": message, "not_before": NOW} | to | details
    )
