"""A small cohort to live through: a pair, a trio, another pair, and a coordinator."""

from bot.performance import Script
from bot.programme.cohort_plan import CohortPlan, SummarySettings
from bot.programme.people_file import check_people, read_people
from bot.rehearsal_plan import FIRST_DAY, made_ready

PEOPLE = b"""\
email,name,role,relationship
ada@trust.example,Ada Quist,mentee,R01
bo@trust.example,Bo Zubek,mentor,R01
cy@trust.example,Cy Ngata,mentee,R02
di@trust.example,Di Okwu,mentor,R02
ed@trust.example,Ed Vossler,mentor,R02
flo@trust.example,Flo Imbrie,mentee,R03
gus@trust.example,Gus Zellner,mentor,R03
ivo@trust.example,Ivo Tasker,coordinator,
"""


def script(months: int = 8) -> Script:
    plan = CohortPlan(
        name="Spring", start=FIRST_DAY, months=months, summary=SummarySettings(channel="slack:page")
    )
    return Script(made_ready(plan), check_people(read_people(PEOPLE, "people.csv")))
