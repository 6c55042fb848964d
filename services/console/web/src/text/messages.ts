import { en } from "./en";
import { zh } from "./zh";

export type Language = "zh" | "en";
export type MessageId = keyof typeof en;

export const kMessages: Record<Language, Record<MessageId, string>> = { en, zh };

/** The message with its {places} filled. */
export function Say(
  language: Language,
  id: MessageId,
  values: Record<string, string | number> = {},
): string {
  return kMessages[language][id].replace(/\{(\w+)\}/g, (place, name: string) =>
    name in values ? String(values[name]) : place,
  );
}
