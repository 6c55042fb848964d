/** What somebody began to write, kept in this tab until it is sent, also over a reload. */
export type Draft = Readonly<Record<string, string>>;

const kPrefix = "recourse.draft.";
/** So many drafts are kept in one tab; the oldest goes first. */
export const kDraftsKept = 50;

function IsDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === "string");
}

/** Nothing for what is not there, or is no draft. */
export function LoadDraft(storage: Storage, name: string): Draft {
  try {
    const kept: unknown = JSON.parse(storage.getItem(kPrefix + name) ?? "{}");
    return IsDraft(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** False where the browser keeps nothing: the page then warns before it is left. */
export function KeepDraft(storage: Storage, name: string, draft: Draft): boolean {
  const key = kPrefix + name;
  try {
    storage.removeItem(key);
    if (!IsEmpty(draft)) {
      MakeRoom(storage);
      storage.setItem(key, JSON.stringify(draft));
    }
    return true;
  } catch {
    return false;
  }
}

export function IsEmpty(draft: Draft): boolean {
  return Object.values(draft).every((text) => text.trim() === "");
}

function MakeRoom(storage: Storage): void {
  const keys: string[] = [];
  for (let i = 0; i < storage.length; ++i) {
    const key = storage.key(i);
    if (key?.startsWith(kPrefix)) keys.push(key);
  }
  for (const key of keys.slice(0, Math.max(0, keys.length - kDraftsKept + 1))) {
    storage.removeItem(key);
  }
}
