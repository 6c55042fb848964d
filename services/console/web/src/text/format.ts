import type { Language } from "./messages";

const kLocales: Record<Language, string> = { zh: "zh-CN", en: "en-GB" };

/** What stands where a figure is not known. */
export const kUnknown = "–";

/** From here on a count is shortened, for a headline has room for six characters. */
export const kShortFrom = 100_000;
/** The same for a branch's tile, which has room for five. */
export const kTileShortFrom = 10_000;

/** 1,234; 123.5K. */
export function FormatCount(
  value: number | null,
  language: Language,
  shortFrom = kShortFrom,
): string {
  if (value === null) return kUnknown;
  const short = value >= shortFrom;
  return new Intl.NumberFormat(kLocales[language], {
    notation: short ? "compact" : "standard",
    maximumFractionDigits: short ? 1 : 0,
  }).format(value);
}

/** A rate: one decimal below 100, none above. */
export function FormatRate(value: number | null, language: Language): string {
  if (value === null) return kUnknown;
  if (value >= 99.95) return FormatCount(Math.round(value), language);
  return new Intl.NumberFormat(kLocales[language], {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);
}

/** 0.964 is 96.4 %. Rounded down, so that 100 % is said only of all. */
export function FormatShare(share: number | null): string {
  if (share === null) return kUnknown;
  const tenths = Math.floor(share * 1000 + 1e-9);
  return tenths === 1000 ? "100" : (tenths / 10).toFixed(1);
}

/** 69.2 %: of measures that are per cent already. */
export function FormatPercent(value: number, language: Language): string {
  const number = new Intl.NumberFormat(kLocales[language], { maximumFractionDigits: 1 });
  return `${number.format(value)} %`;
}

/** 33.3, −20: one decimal where there is one. */
export function FormatScore(value: number, language: Language): string {
  return new Intl.NumberFormat(kLocales[language], { maximumFractionDigits: 1 }).format(value);
}

/** 42 s, 12.5 min, 3.2 h, 2.1 d: how long something took, in the unit that reads best. */
export function FormatDuration(seconds: number, language: Language): string {
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ] as const;
  const [unit, size] = units.find(([, one]) => seconds >= one) ?? (["second", 1] as const);
  return new Intl.NumberFormat(kLocales[language], {
    style: "unit",
    unit,
    unitDisplay: "narrow",
    maximumFractionDigits: seconds / size < 10 && unit !== "second" ? 1 : 0,
  }).format(seconds / size);
}

const Two = (value: number): string => String(value).padStart(2, "0");

/** 0:42, 12:05, 1:02:33, 2d 03:10 (2天03:10): how long something is overdue. Never negative. */
export function FormatElapsed(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days > 0) return `${days}${language === "zh" ? "天" : "d "}${Two(hours)}:${Two(minutes)}`;
  if (hours > 0) return `${hours}:${Two(minutes)}:${Two(seconds % 60)}`;
  return `${minutes}:${Two(seconds % 60)}`;
}

/** 14:03:22, by the wall's own zone. */
export function FormatClock(ms: number | null, language: Language): string {
  if (ms === null || !Number.isFinite(ms)) return kUnknown;
  return new Intl.DateTimeFormat(kLocales[language], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(ms);
}

/** Sun 22 November, 11月22日周日. */
export function FormatDay(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(kLocales[language], {
    weekday: "short",
    day: "numeric",
    month: "long",
  }).format(ms);
}

/** 14:03 today, 22 Nov 14:03 before; 11月22日 14:03. */
export function FormatMoment(ms: number, language: Language, now = Date.now()): string {
  if (!Number.isFinite(ms)) return kUnknown;
  const today = new Date(ms).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(kLocales[language], {
    ...(today ? {} : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(ms);
}
