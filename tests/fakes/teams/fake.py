"""A Microsoft Teams of one's own, on loopback: a key server, a Bot Connector, and people."""

from types import TracebackType
from typing import Self

from aiohttp import ClientSession, ClientTimeout

from bot.core.clock import Clock, SystemClock
from tests.fakes.teams.connector import Call, Connector
from tests.fakes.teams.elsewhere import Elsewhere
from tests.fakes.teams.keys import Keys
from tests.fakes.teams.office import Office
from tests.fakes.teams.people import Person
from tests.fakes.teams.screen import Answer, Seen
from tests.fakes.teams.stamps import Flaw, Stamps
from tests.fakes.teams.troubles import Trouble
from tests.fakes.teams.world import TENANT, Account, Json, Place, Team, World

APP_ID = "5d1f3a52-0000-4000-8000-00000000b07a"
PATIENCE = 30.0
"""Seconds that the service waits for the bot."""
USER_AGENT = "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"


class People(dict[str, Person]):
    """The people by their short names; whoever is asked for and isn't there yet, is made."""

    def __init__(self, teams: "FakeTeams") -> None:
        super().__init__()
        self._teams = teams

    def __missing__(self, key: str) -> Person:
        return self._teams.add_person(key)


class FakeTeams:
    """Use it as `async with FakeTeams() as teams:` and set `teams.bot_url` to the bot's messages address.

    `clock` is the time that people live in; tokens always live by the machine's clock, as every
    library checks them by it.
    """

    def __init__(self, app_id: str = APP_ID, bot_url: str = "", clock: Clock | None = None) -> None:
        machine = SystemClock()
        self.app_id = app_id
        self.bot_url = bot_url
        self.region = "uk"
        self.people = People(self)
        self.answers: list[Answer] = []
        """Every answer of the bot, the oldest first."""
        self._elsewhere = Elsewhere()
        self._world = World(app_id, clock or machine)
        self._session: ClientSession | None = None
        self.keys = Keys(self._elsewhere)
        self.tokens = Office(machine)
        self._stamps = Stamps(app_id, self.keys, machine)
        self._connector = Connector(self._world, self.tokens, self._elsewhere)

    async def __aenter__(self) -> Self:
        self._elsewhere.open()
        await self.keys.start()
        await self._connector.start()
        self._session = ClientSession(timeout=ClientTimeout(total=PATIENCE))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()
        await self._elsewhere.close()

    # ------------------------------------------------------------ who and where

    @property
    def service_url(self) -> str:
        """The address that activities come from and go to; set `region` and it moves."""
        return self.service_of(TENANT)

    def service_of(self, tenant: str) -> str:
        """The address for the people of one tenant."""
        return f"{self._connector.url}/{self.region}/{tenant}/"

    @property
    def metadata_url(self) -> str:
        """The address of the key server, for the bot's settings."""
        return self.keys.metadata_url

    def add_person(self, key: str, name: str = "", email: str = "", **more: object) -> Person:
        """Let somebody work here. `more` may be tenant, locale, zone, guest and installed."""
        account = Account(key, name or key.title(), email or f"{key}@x.example")
        for field, value in more.items():
            setattr(account, field, value)
        self._world.accounts[key] = account
        person = Person(account, self._world, lambda: self.service_of(account.tenant), self.deliver)
        self.people[key] = person
        return person

    def add_team(self, name: str, *members: str, channels: tuple[str, ...] = ()) -> Team:
        """Let these people have a team with these channels beside General."""
        return self._world.team(name, [self.people[key].account for key in members], channels)

    def add_group(self, name: str, *members: str) -> Place:
        """Let these people have a group chat."""
        return self._world.group(name, [self.people[key].account for key in members])

    # ------------------------------------------------------------ looking

    def chat_of(self, key: str) -> list[Seen]:
        """Return the personal chat of somebody with the bot, as they see it now."""
        return self.people[key].chat

    def channel(self, conversation: str, eyes: str = "") -> list[Seen]:
        """Return what stands in a channel or group chat now; `eyes` is who looks."""
        place = self._world.place(conversation)
        return [Seen(place, one, eyes) for one in place.posted if not one.deleted]

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot, the refused and the troubled among them."""
        return self._connector.calls

    @property
    def connections(self) -> int:
        """How many connections the bot made to the connector."""
        return self._connector.connections

    @property
    def strangers(self) -> int:
        """How many calls came without a good token."""
        return self._connector.strangers

    @property
    def complaints(self) -> list[str]:
        """What is wrong with the cards that the bot sent."""
        return self._world.complaints

    @property
    def world(self) -> World:
        return self._world

    # ------------------------------------------------------------ trouble

    def next(self, call: str, trouble: Trouble, *, times: int = 1, to: str = "") -> None:
        """Let the next call of this name go wrong, perhaps only in the conversation `to`.

        Names: create, send, reply, update, delete, member, members, pages, team, channels.
        """
        self._connector.troubles.plan(call, trouble, times=times, to=to)

    # ------------------------------------------------------------ sending

    async def deliver(self, activity: Json, flaw: Flaw | None = None) -> Answer:
        """Send one activity to the bot, with a good token or with a flawed one."""
        header = self._stamps.header(str(activity.get("serviceUrl", "")), flaw)
        headers = {
            "User-Agent": USER_AGENT,
            "x-ms-conversation-id": str(activity.get("conversation", {}).get("id", "")),
            "x-ms-tenant-id": str(activity.get("conversation", {}).get("tenantId", "")),
        }
        status, body = await self.post(activity, headers | ({"Authorization": header} if header else {}))
        answer = Answer(status, body, activity)
        self.answers.append(answer)
        return answer

    async def post(self, body: object, headers: dict[str, str] | None = None) -> tuple[int, object]:
        """Post anything to the bot: bytes as they are, everything else as JSON."""
        if self._session is None:
            raise RuntimeError("Teams isn't open: use `async with`.")
        content = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self._session.post(self.bot_url, headers=headers, **content) as response:
            if response.content_type == "application/json":
                return response.status, await response.json()
            return response.status, await response.text() or None

    def authorization(self, flaw: Flaw | None = None) -> str | None:
        """Return the Authorization header that Teams would send now, for posts of one's own."""
        return self._stamps.header(self.service_url, flaw)
