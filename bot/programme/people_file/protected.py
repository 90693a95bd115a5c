"""Columns that are never read, because they hold a protected characteristic or something near to one.

No file, table or report of the programme holds an ethnic origin, a religion, a disability, a sexual
orientation, a gender, an age or the like, nor a fact from which one could be read. A column with such a
header is dropped before its cells are looked at, and named in the report.

A header is protected when it can be cut whole into the words below, at least one of them a telling one.
So "Ethnic group (self-declared)" is protected and "RACE training date" is not, whatever the spaces.
"""

import unicodedata

_TELLING = (
    *("ethnic", "ethnicity", "ethnicities", "race", "races", "racial", "racialised", "bme", "bame", "poc"),
    *("colour", "color", "skin", "caste", "nationality", "nationalities", "national", "citizenship"),
    *("religion", "religions", "religious", "faith", "belief", "beliefs"),
    *("disability", "disabilities", "disabled", "impairment", "impairments", "neurodivergent"),
    *("neurodiversity", "neurodiverse", "health", "medical", "carer", "caring"),
    *("sexual", "sexuality", "sex", "lgb", "lgbt", "lgbtq", "lgbtqi", "lgbtqia"),
    *("male", "female", "woman"),
    *("gender", "transgender", "trans", "cisgender", "pronoun", "pronouns"),
    *("birth", "birthday", "birthdate", "dob", "age", "ages"),
    *("pregnancy", "pregnant", "maternity", "paternity"),
    *("marital", "marriage", "married", "civilpartnership", "civilpartner"),
    *("union", "unions", "political", "politics", "immigration", "visa"),
)

_PLAIN = (
    *("a", "an", "and", "any", "are", "as", "at", "by", "do", "have", "if", "in", "is", "it", "of", "on"),
    *("or", "other", "the", "to", "what", "which", "with", "you", "your", "yes", "no", "not", "na"),
    *("assigned", "declared", "described", "disclosed", "given", "identified", "known", "recorded"),
    *("registered", "reported", "self", "optional", "prefer", "say"),
    *("background", "band", "category", "code", "condition", "conditions", "country", "data", "date"),
    *("day", "description", "details", "flag", "grouping", "group", "heritage", "history", "identities"),
    *("identity", "information", "issues", "leave", "member", "membership", "minority", "monitoring"),
    *("opinion", "opinions", "orientation", "origin", "origins", "place", "preference", "range"),
    *("reassignment", "responsibilities", "status", "tone", "trade", "type", "value", "views", "year"),
    *("years", "legal", "physical", "mental", "plus", "esr", "hr", "nhs"),
    *("employee", "employees", "his", "her", "mentee", "mentees", "mentor", "mentors", "person", "persons"),
    *("participant", "participants", "staff", "their"),
)

_LONGEST_HEADER = 200
_LONGEST_WORD = max(map(len, (*_TELLING, *_PLAIN)))
_TELLS = dict.fromkeys(_PLAIN, False) | dict.fromkeys(_TELLING, True)


def is_protected(header: str) -> bool:
    """Say whether a column with this header must not be read."""
    letters = _letters(header)[:_LONGEST_HEADER]
    ways: list[set[bool]] = [{False}, *(set() for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            tells = _TELLS.get(letters[start:end])
            if tells is not None:
                ways[end] |= {told or tells for told in ways[start]}
    return True in ways[-1]


def _letters(header: str) -> str:
    """Reduce a header to the letters a to z: no accents, capitals, digits or marks."""
    plain = unicodedata.normalize("NFKD", header).casefold()
    return "".join(character for character in plain if "a" <= character <= "z")
