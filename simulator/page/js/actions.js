/** What a tap does: some actions speak to the bot, some stay on the phone. */

import { pickDate } from "./ask.js";
import { copy } from "./options.js";
import { store } from "./store.js";
import { t } from "./texts.js";
import { toast } from "./toast.js";

/** The actions of a phone, by type; `run` does any of them. */
export function actions(phone) {
  const tap = (action, value = "") => phone.act("tap", { action, value });
  const byType = {
    message: tap,
    richmenuswitch: tap,
    postback: (action) => postback(action, phone, tap),
    datetimepicker: async (action) => {
      const value = await pickDate(action);
      if (value) await tap(action, value);
    },
    uri: ({ uri }) => follow(uri, phone),
    clipboard: ({ clipboardText }) => copy(clipboardText),
    camera: () => phone.composer.choosePhoto(),
    cameraRoll: () => phone.composer.choosePhoto(),
    location: () => phone.composer.askPlace(),
  };
  return { ...byType, run: (action) => byType[action?.type]?.(action) };
}

async function postback(action, phone, tap) {
  if (action.inputOption === "openKeyboard") phone.composer.fill(action.fillInText ?? "");
  if (action.inputOption === "openRichMenu") phone.menu.show(true);
  if (action.inputOption === "closeRichMenu") phone.menu.show(false);
  await tap(action);
}

const TO_ACCOUNT = /^https:\/\/line\.me\/R\/(oaMessage|ti\/p)\/([^/?]+)\/?\??(.*)$/;

/** Links to an account of ours open its chat, with the text filled in; all others are only shown. */
function follow(uri, phone) {
  const [, , id, words] = TO_ACCOUNT.exec(uri) ?? [];
  const channel = id && store.channels.find(({ basicId }) => basicId === decodeURIComponent(id));
  if (!channel) {
    const number = uri.startsWith("tel:");
    toast(number ? `${t("call")} ${uri.slice("tel:".length)}` : t("opens"), number ? "" : uri);
    return;
  }
  phone.openAccount(channel.name);
  if (words) phone.composer.fill(decodeURIComponent(words));
}
