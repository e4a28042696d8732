"""What a bot sends: checked, paid for, put into people's chats, and written into LINE's books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.accounts import Channel, Friendship
from simulator.chats import Chat, Message
from simulator.errors import BAD_REQUEST, Json, LineError, invalid_property
from simulator.ledger import Acceptance

if TYPE_CHECKING:
    from simulator.platform import Platform

MESSAGES = 5
MULTICAST_USERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who calls: the channel, LINE's id of the request, and the caller's retry key."""

    channel: Channel
    request_id: str
    retry_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A request that is fit to be accepted: whom it names, which chats it reaches, what it costs."""

    endpoint: str
    to: tuple[str, ...]
    reached: list[Chat]
    cost: int = 0


class Messaging:
    """The send endpoints. A call is accepted whole or refused whole."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def reply(self, call: Call, body: Json) -> Json:
        """Free; the token is spent only by a reply that is otherwise in order."""
        with self._platform.changing():
            if call.retry_key is not None:
                raise LineError(BAD_REQUEST, "The X-Line-Retry-Key header is not supported by this endpoint")
            self.validate(body)
            now = self._platform.clock.machine()
            chat = self._platform.reply_tokens.spend(call.channel.name, str(body.get("replyToken")), now)
            reached = [chat] if self._can_hear(chat) else []
            to = chat.id if chat.is_group else chat.members[0]
            return {
                "sentMessages": self._accept(
                    call, Dispatch(endpoint="reply", to=(to,), reached=reached), body
                )
            }

    def push(self, call: Call, body: Json) -> Json:
        with self._platform.changing():
            self._refuse_used_key(call)
            self.validate(body)
            chat = self._addressed(call.channel, body.get("to"))
            reached = [chat] if self._can_hear(chat) else []
            cost = len(chat.members) if reached else 0
            dispatch = Dispatch(endpoint="push", to=(str(body["to"]),), reached=reached, cost=cost)
            return {"sentMessages": self._accept(call, dispatch, body)}

    def multicast(self, call: Call, body: Json) -> Json:
        """One body to at most 500 people; answers nothing, as LINE does."""
        with self._platform.changing():
            self._refuse_used_key(call)
            self.validate(body)
            to = body.get("to")
            if not isinstance(to, list) or not 1 <= len(to) <= MULTICAST_USERS:
                raise invalid_property("to")
            chats = [self._one_to_one(call.channel, user) for user in dict.fromkeys(map(str, to))]
            self._accept(call, self._to_many("multicast", tuple(to), chats), body)
            return {}

    def to_all_friends(self, call: Call, body: Json, endpoint: str) -> Json:
        """Narrowcast and broadcast: the simulator has no audiences, so both reach every friend."""
        with self._platform.changing():
            self._refuse_used_key(call)
            self.validate(body)
            friends = self._platform.friendships.friends_of(call.channel.name)
            chats = [self._one_to_one(call.channel, user) for user in friends]
            self._accept(call, self._to_many(endpoint, tuple(friends), chats), body)
            return {}

    def validate(self, body: Json) -> None:
        """Raise 400 with LINE's kind of details if any message object is wrong."""
        messages = body.get("messages")
        if not isinstance(messages, list) or not 1 <= len(messages) <= MESSAGES:
            details = [_detail("size must be between 1 and 5", "messages")]
        else:
            details = [
                _detail(problem, f"messages[{place}]")
                for place, message in enumerate(messages)
                for problem in self._platform.check(message)
            ]
        if details:
            raise LineError(BAD_REQUEST, f"The request body has {len(details)} error(s)", details=details)

    def _refuse_used_key(self, call: Call) -> None:
        if call.retry_key is not None:
            self._platform.retry_keys.refuse_used(
                call.channel.name, call.retry_key, self._platform.clock.machine()
            )

    def _addressed(self, channel: Channel, to: object) -> Chat:
        """The chat a push names: a person's, or a group's that the bot is in."""
        chat = self._platform.chats.chats.get(str(to))
        if chat is None:
            return self._one_to_one(channel, to)
        if chat.channel != channel.name or not chat.bot_is_in:
            raise LineError(BAD_REQUEST, "Failed to send messages")
        return chat

    def _one_to_one(self, channel: Channel, user: object) -> Chat:
        if str(user) not in self._platform.users:
            raise invalid_property("to")
        if self._friendship(channel, str(user)) is Friendship.STRANGER:
            raise LineError(BAD_REQUEST, "Failed to send messages")
        return self._platform.chats.one_to_one(channel.name, str(user), channel.display_name)

    def _friendship(self, channel: Channel, user: str) -> Friendship:
        return self._platform.friendships.between(channel.name, user)

    def _can_hear(self, chat: Chat) -> bool:
        """A push to someone who blocked the bot is accepted, costs nothing, and reaches nobody."""
        return chat.bot_is_in if chat.is_group else self._platform.is_friend(chat.channel, chat.members[0])

    def _to_many(self, endpoint: str, to: tuple[str, ...], chats: list[Chat]) -> Dispatch:
        reached = [chat for chat in chats if self._can_hear(chat)]
        return Dispatch(endpoint=endpoint, to=to, reached=reached, cost=len(reached))

    def _accept(self, call: Call, dispatch: Dispatch, body: Json) -> list[Json]:
        """The point of no return: paid, delivered, remembered under its retry key, written down."""
        platform = self._platform
        platform.quota.spend(call.channel, dispatch.cost, platform.clock.now())
        delivered = self._deliver(dispatch, body["messages"])
        sent = [{"id": message.id, "quoteToken": message.quote_token} for message in delivered]
        answered = sent if dispatch.endpoint in {"reply", "push"} else []
        if call.retry_key is not None:
            now = platform.clock.machine()
            platform.retry_keys.remember(call.channel.name, call.retry_key, call.request_id, answered, now)
        platform.ledger.accept(self._acceptance(call, dispatch, body, sent))
        return answered

    def _deliver(self, dispatch: Dispatch, bodies: list[Json]) -> list[Message]:
        """Into every chat reached; into none, LINE still hands out ids."""
        if not dispatch.reached:
            return [self._unheard(body, dispatch.endpoint) for body in bodies]
        return [self._show(chat, body, dispatch.endpoint) for chat in dispatch.reached for body in bodies]

    def _show(self, chat: Chat, body: Json, endpoint: str) -> Message:
        quoted = self._platform.chats.quoted_by(body.get("quoteToken"))
        return self._platform.add_message(chat, None, body, via=endpoint, quoted=quoted)

    def _unheard(self, body: Json, endpoint: str) -> Message:
        chats, now = self._platform.chats, self._platform.clock.now()
        return Message(id=next(chats.new_id), chat="", sender=None, body=body, at=now, via=endpoint)

    def _acceptance(self, call: Call, dispatch: Dispatch, body: Json, sent: list[Json]) -> Acceptance:
        return Acceptance(
            endpoint=dispatch.endpoint,
            channel=call.channel.name,
            to=dispatch.to,
            delivered=tuple(chat.id if chat.is_group else chat.members[0] for chat in dispatch.reached),
            messages=tuple(body["messages"]),
            message_ids=tuple(message["id"] for message in sent),
            cost=dispatch.cost,
            retry_key=call.retry_key,
            request_id=call.request_id,
            at=self._platform.clock.now(),
            machine_at=self._platform.clock.machine(),
        )


def _detail(message: str, place: str) -> Json:
    return {"message": message, "property": place}
