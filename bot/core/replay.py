"""One run of a dialog over what is stored.

Answered questions give back their forms. The first question without a usable answer takes what is on
offer, if that was meant for it; the next one stops the run with `Pending`.
"""

from collections.abc import Mapping
from typing import NoReturn

from bot.core.asking import Ask, Asking, Pending, Question, SwallowedPendingError
from bot.core.conversations import Answer, Conversation, Kept, Skip, mark_of
from bot.core.forms import F, Problems, heading, read_described


class Replay(Ask):
    """The `Ask` of a real conversation, good for one run.

    Afterwards `question` is the one that stands open (None: the dialog returned), `accepted` and
    `refused` say what became of the offer, and `state()` is the conversation to be stored.
    """

    def __init__(self, conversation: Conversation, offer: Answer | Skip | None = None) -> None:
        super().__init__()
        self.question: Question | None = None
        self.accepted = False
        self.refused = False
        self.conversation = conversation
        self._offer = offer
        self._stored = {one.key: one for one in conversation.answers}
        self._kept: list[Kept] = []

    async def put(self, asking: Asking[F]) -> F | None:
        if self.question is not None:
            raise SwallowedPendingError(key=self.question.key)
        stored = self._stored.get(asking.key)
        if stored is None:
            return self._ask(asking)
        if stored.values is None:
            return self._keep(stored, None) if asking.optional else self._ask(asking)
        answer = read_described(asking.form, asking.fields, stored.values)
        if isinstance(answer, Problems):
            return self._ask(asking, answer.sentences)
        return self._keep(stored, answer)

    def state(self) -> Conversation:
        """The conversation after this run; answers of a branch no longer taken are drafts now."""
        after = self.conversation.settled(tuple(self._kept))
        if self.accepted and self._offer is not None:
            after = after.changed(mark_of(self._offer))
        if self.refused and self.question is not None:
            after = after.drafted(self.question.key, self.question.draft)
        return after

    def _keep(self, kept: Kept, answer: F | None) -> F | None:
        self._kept.append(kept)
        return answer

    def _ask(self, asking: Asking[F], errors: Mapping[str, str] | None = None) -> F | None:
        """Take the offer if it is meant for this question, or stop here."""
        question = self._question(asking, errors or {})
        if self._offer is None or self._offer.token != question.token:
            self._stop(question)
        if isinstance(self._offer, Answer):
            return self._answer(asking, question, self._offer.values)
        if not asking.optional:
            self._stop(question)
        self.accepted = True
        return self._keep(Kept(key=asking.key, values=None), None)

    def _answer(self, asking: Asking[F], question: Question, values: Mapping[str, object]) -> F | None:
        answer = read_described(asking.form, asking.fields, values)
        if isinstance(answer, Problems):
            self.refused = True
            self._stop(question.showing(values, answer.sentences))
        self.accepted = True
        return self._keep(Kept(key=asking.key, values=answer.model_dump(mode="json")), answer)

    def _question(self, asking: Asking[F], errors: Mapping[str, str]) -> Question:
        head, stands = heading(asking.form), self.conversation
        question = Question(
            dialog=stands.dialog,
            key=asking.key,
            title=head.title,
            short_title=head.short_title,
            text=asking.text,
            show=asking.show,
            fields=asking.fields,
            back=bool(self._kept),
            skip=asking.optional,
            token=(stands.changed("") if self.accepted else stands).token(asking.key),
        )
        draft = self._draft(asking.key)
        return question if draft is None else question.showing(draft, errors)

    def _draft(self, key: str) -> Mapping[str, object] | None:
        stored = self._stored.get(key)
        return self.conversation.drafts.get(key) if stored is None else stored.values

    def _stop(self, question: Question) -> NoReturn:
        self.question = question
        raise Pending(question)
