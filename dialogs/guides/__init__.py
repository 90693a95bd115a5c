"""The sixteen meeting guides, as data: one file each, read by `shelf`, ordered by `order`."""

from dialogs.guides.craft import Craft, craft
from dialogs.guides.guide import DEFAULT_GROUPS, Guide, Prompt, Questions
from dialogs.guides.order import may_use, suggested, swaps
from dialogs.guides.shelf import GUIDES, GuideError, NoSuchGuideError, guide
from dialogs.guides.vocabulary import Frame, InteractionType, Level, MentorRole, Phase, PromptSet, Side, Who

__all__ = [
    "DEFAULT_GROUPS",
    "GUIDES",
    "Craft",
    "Frame",
    "Guide",
    "GuideError",
    "InteractionType",
    "Level",
    "MentorRole",
    "NoSuchGuideError",
    "Phase",
    "Prompt",
    "PromptSet",
    "Questions",
    "Side",
    "Who",
    "craft",
    "guide",
    "may_use",
    "suggested",
    "swaps",
]
