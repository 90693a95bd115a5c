"""The words a guide is described with. Their values are stored and written in the guides' files."""

from enum import StrEnum


class Phase(StrEnum):
    """The seven stretches of a programme."""

    TERMS = "agreeing terms"
    EXPERIENCE = "lived experience"
    PRACTICE = "seeing practice first-hand"
    HALFWAY = "halfway review"
    REACH = "reach beyond the team"
    MEANING = "testing and meaning"
    ENDING = "findings and ending"


class Level(StrEnum):
    """Where a leader's practice can be seen."""

    INDIVIDUAL = "individual"
    DEPARTMENTAL = "departmental"
    ORGANISATIONAL = "organisational"
    SYMBOLIC = "symbolic"


class MentorRole(StrEnum):
    """What a mentor is to the mentee in a meeting."""

    CRITICAL_FRIEND = "critical friend"
    STORYTELLER = "storyteller"
    AUDITOR = "auditor"
    SUPPORTER = "supporter"
    EXAMINER = "cross-examiner"


class InteractionType(StrEnum):
    """Every kind of interaction a pair can log. All of them count when the mentee takes part."""

    ONE_TO_ONE = "one_to_one"
    TRIO_MEETING = "trio_meeting"
    STORYTELLING = "storytelling"
    TEAM_OBSERVATION = "team_observation"
    VISUAL_INSPECTION = "visual_inspection"
    SHADOWING = "shadowing"
    NETWORKING = "networking"
    EVENT = "event"
    CRITICAL_FRIEND_CALL = "critical_friend_call"
    TOPIC_INTERVIEW = "topic_interview"
    SEMI_STRUCTURED_INTERVIEW = "semi_structured_interview"
    FEEDBACK_DEBRIEF = "feedback_debrief"
    REVIEW = "review"
    ENDING = "ending"


class PromptSet(StrEnum):
    """What a pair has in common to talk about. They choose it themselves and it stays with them."""

    NEUTRAL = "neutral"
    LIVED_EXPERIENCE = "lived_experience"
    STRATEGIC_FRONTLINE = "strategic_frontline"
    MANAGERIAL_CLINICAL = "managerial_clinical"


class Who(StrEnum):
    """Who puts a prompt: one to the other (who may decline), both, or nobody, who watch instead."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"
    WATCH = "watch"


class Side(StrEnum):
    """On which side of a meeting somebody looks back."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class Frame(StrEnum):
    """The steps of a reflection to which each guide brings a question of its own."""

    WHAT = "what"
    SO_WHAT = "so_what"
