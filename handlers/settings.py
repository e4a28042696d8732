"""How each person likes to be spoken to, and how the company works."""

from __future__ import annotations

from bot.capability import on
from bot.cards.settings import choices_card, settings_card
from bot.cards.setup import question
from bot.context import Context, Desk
from bot.errands import show_menu, show_menus
from bot.intents.people import ChangeSetting
from bot.preferences import PREFERENCES, Preference, set_to
from bot.replies import Reply
from models.errors import BadSetting, NotAllowed


@on(ChangeSetting, full_sentence=False)
def change_setting(ctx: Context, said: ChangeSetting) -> Reply:
    """See or change a setting."""
    preference = PREFERENCES.get(said.setting)
    if preference is None:
        return settings_card(ctx)
    if not ctx.member.role.may_act_as(preference.role):
        raise NotAllowed
    if not said.value:
        return choices_card(ctx, preference)
    return _changed(ctx, preference, str(said.value))


def _changed(ctx: Context, preference: Preference, value: str) -> Reply:
    """Set it, and answer in the language and manner that now hold."""
    try:
        set_to(ctx, preference, value)
    except ValueError as error:
        hint = ctx.words(f"settings.{preference.key}_hint")
        raise BadSetting(value=value, hint=hint) from error
    _follow(ctx, preference)
    desk = Desk(ctx.session, ctx.workspace, ctx.member, ctx.now)
    done = desk.words(
        "settings.done", what=desk.words(f"settings.{preference.key}"), value=preference.now(desk)
    )
    if preference.key == "work_days" and ctx.workspace.working_days == "alternate-sat":
        return question(desk, "saturday", done)
    return settings_card(desk, done)


def _follow(ctx: Context, preference: Preference) -> None:
    """Menus speak the person's language, and of what the company has a use for."""
    if preference.key == "language":
        show_menu(ctx.session, ctx.workspace.id, ctx.member.user_id, ctx.received_at)
    if preference.key == "selling":
        show_menus(ctx.session, ctx.workspace.id, ctx.received_at)
