"""Words that say no time themselves but decide about those that do: offers, refusals, doubts, joints."""

from collections.abc import Iterator

from bot.programme.when.gaps import GAPS
from bot.programme.when.phrasebook import Meaning, Phrasebook
from bot.programme.when.pieces import Mark
from bot.programme.when.politeness import POLITENESS

MANNERS = Phrasebook(GAPS)

# Phrases are parted by a semicolon or the end of a line; of those that fit, the longest counts.
_SAYINGS: dict[Mark, str] = {
    Mark.FILLER: POLITENESS,
    Mark.OFFER: """
        work|works|suit|suits [well|best|better|fine|perfectly] [for] [me|you|us]
        is|are|looks|would_be|should_be fine|good|okay|great|perfect|better|free|best|possible|ideal|doable
        is|would|should|might|could|will work|suit|do [for] [me|you|us]; better; rather; doable; open; free
        available; im|i_am|were|we_are free|available|open|around; [i|we] can|could do|make|manage [it]
        i|we can|could; [i|we] can|could make|manage; fine|good|okay for|by|with me; okay|fine|free|good on
        ill be free
        """,
    Mark.CHANGE: """
        instead; make it; make that; moved|changed|pushed to; bring|pull it|this|that forward to
        move|change|push|put|swap|switch|shift [it|this|that|ours|our_meeting|the_meeting] [back|forward] to
        reschedule|rearrange|rebook|postpone [it] to|for
        """,
    Mark.OR: """
        or; alternatively; or else; or maybe|perhaps|possibly|even|alternatively; otherwise; failing that
        if not; or if not; if not then
        """,
    Mark.AND: "and; as well as; and also; and maybe; plus",
    Mark.COMMA: ",; .; , and; and then; and if so",
    Mark.DASH: "-",
    Mark.TO: "to",
    Mark.UNTIL: "until; through; up to; right through to; up until; finishing [at]; ending [at]",
    Mark.FROM: """
        from; between; anywhere|somewhere|anytime|sometime between|from; any|some time between|from
        starting [at|from]
        """,
    Mark.BOUND: """
        after; before; by; past; since; beyond; later|earlier than; not before|after; no later|earlier than
        any|some time after|before; anytime|sometime after|before; just|shortly|straight|right after|before
        at the latest by; gone
        """,
    Mark.ONWARDS: """
        onward; onwards; or later|earlier|after|before|thereafter; earliest; latest; at the earliest|latest
        and after
        """,
    Mark.VAGUE: """
        any|some time [on]; anytime|sometime [on]; some|any point; at some|any point|time; whenever; any
        anything; any day; all day [on]; early; late; later; earlier; early|late|later|earlier on
        during|in the day; the whole day; whole day; [im] flexible; daytime; open all day
        """,
    Mark.NOT: """
        out; off; is|are|looks full|taken|gone|blocked
        would_be|be|looks awful|terrible|bad|hard|difficult|tricky|awkward|hopeless; hate; hardly
        rather not; prefer not; id rather not; would rather not; no; not; nope; nah; never; none; neither
        nor; cant; cannot; can not; couldnt; dont; doesnt; didnt; wont; aint; wouldnt; isnt; arent; wasnt
        shouldnt; havent; hasnt; wont be; unable; unavailable; impossible; no good|use|longer; busy
        too busy; away; on call; booked up; fully booked [up]; all booked up; double booked; tied up
        on leave|holiday; annual leave; off sick; out of office; is|are|am|thats out|off; ruled out
        no can do; no way; no thanks; no thank you; out of the question
        bad|rubbish|awkward|hopeless|terrible [for] [me|us]
        is bad|awkward|hopeless|terrible|tricky|difficult; hopeless; useless; tricky; difficult; awkward
        clash; clashes; a clash; cancel; cancelled; decline; skip; too early; too late; too soon; struggle
        struggling; [im] afraid not; i have clinic; i pass; rule out; avoid; cant do
        """,
    Mark.EXCEPT: """
        instead of; rather than; and not; except [for]; excluding; other than; apart from; bar; besides
        anything|everything but|except; any day|time but|except; anyday|anytime|all but
        every|each day but|except
        """,
    Mark.BUT: "but; however; though; although; whereas; yet",
    Mark.UNSURE: """
        i_have|ive|ive_got|have|has|got a|another|my meeting|clinic|appointment|call|session|class
        theres|there_is a|another|my meeting|clinic|appointment|call|session|class; ill|i_will|will confirm
        that|same day|week|date|time; the {weekday} after; doubt; doubtful; {number} of; might not
        may not be; unless; if; whether; depends; depending; depends|depending on; provided; providing
        assuming; subject to; pending; until i; [im] not [really] sure; unsure; not certain; [i] dont know
        [i] dont mind; no idea; who knows; not yet; let me check|see|ask|think
        ill|i will|need to|have to|must check|see; check; checking; diary; calendar; get|come back to you
        ill get|come back to you; [ill] let you know; confirm later; tbc; tbd; to be confirmed; every; each
        every other; alternate; fortnightly; weekly; daily; monthly; usual; same; as before; as usual
        in case; in the meantime; few; several; some days; soon; asap; as soon as [possible]; one day
        another; different; one of these days; some|any|a other; other; a different; cant remember; forgot
        not only|just; wait; hang on; hold on; when; once; while; which; where; who; why; what
        the week|day after; the next day|week; following
        """,
}


def _phrases(sayings: str) -> Iterator[str]:
    return (phrase.strip() for phrase in sayings.replace("\n", ";").split(";") if phrase.strip())


def _saying(mark: Mark) -> Meaning:
    return lambda _here, **_filled: mark


def _taught() -> None:
    for mark, sayings in _SAYINGS.items():
        meaning = _saying(mark)
        for phrase in _phrases(sayings):
            MANNERS.learn(phrase, meaning)


_taught()
