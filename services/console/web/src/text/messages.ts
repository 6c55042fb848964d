import { en } from "./en";
import { zh } from "./zh";

export type Language = "zh" | "en";
export type MessageId = keyof typeof en;

export const kMessages: Record<Language, Record<MessageId, string>> = { en, zh };

/** The message with its {places} filled; a word that these pages are too old to know, as it is. */
export function Say(
  language: Language,
  id: MessageId,
  values: Record<string, string | number> = {},
): string {
  const text: string | undefined = kMessages[language][id];
  return (text ?? id.slice(id.lastIndexOf(".") + 1)).replace(/\{(\w+)\}/g, (place, name: string) =>
    name in values ? String(values[name]) : place,
  );
}
