"""The repository of dialogs under way; what was answered so far is sealed with its owner's key."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, Select, bindparam, delete, select

from bot.core.conversations import Conversation
from storage.access import Repository
from storage.columns import table
from storage.statements import insert_or_change
from storage.tables import ConversationRow

_CONVERSATION = table(ConversationRow)
_ALL = select(_CONVERSATION.c.id, _CONVERSATION.c.owner, _CONVERSATION.c.state)
_ONE = _ALL.where(_CONVERSATION.c.id == bindparam("this"))
_OF = _ALL.where(_CONVERSATION.c.owner == bindparam("this")).order_by(_CONVERSATION.c.id)
_DROP = delete(_CONVERSATION).where(_CONVERSATION.c.id == bindparam("this"))

_EXPIRE = delete(_CONVERSATION).where(_CONVERSATION.c.expires_at <= bindparam("now"))


class SqlConversations(Repository):
    """Dialogs under way, kept from everybody else while a unit has them in hand."""

    async def of(self, person_id: str) -> Sequence[Conversation]:
        return await self._find(_OF, person_id)

    async def get(self, conversation_id: str) -> Conversation | None:
        return next(iter(await self._find(_ONE, conversation_id)), None)

    async def put(self, conversation: Conversation) -> None:
        text = conversation.model_dump_json()
        state = await self._access.vault.hide(conversation.owner, text, _place(conversation.id))
        await self._access.connection.execute(
            insert_or_change(self._access.dialect, _CONVERSATION),
            {
                "id": conversation.id,
                "owner": conversation.owner,
                "dialog": conversation.dialog,
                "revision": conversation.revision,
                "expires_at": conversation.expires_at,
                "state": state,
            },
        )

    async def drop(self, conversation_id: str) -> None:
        await self._access.connection.execute(_DROP, {"this": conversation_id})

    async def expire(self, now: datetime) -> None:
        await self._access.connection.execute(_EXPIRE, {"now": now})

    async def _find(self, statement: Select[tuple[str, str, bytes]], this: str) -> Sequence[Conversation]:
        locked = statement.with_for_update() if self._access.writing else statement
        rows = (await self._access.connection.execute(locked, {"this": this})).mappings().all()
        texts = [await self._text(row) for row in rows]
        return [Conversation.model_validate_json(text) for text in texts if text is not None]

    async def _text(self, row: RowMapping) -> str | None:
        return await self._access.vault.reveal(row["owner"], row["state"], _place(row["id"]))


def _place(conversation_id: str) -> str:
    return f"conversation.state:{conversation_id}"
