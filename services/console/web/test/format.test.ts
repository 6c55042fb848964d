import { describe, expect, it } from "vitest";
import {
  FormatClock,
  FormatCount,
  FormatDay,
  FormatElapsed,
  FormatRate,
  FormatShare,
  kUnknown,
} from "../src/text/format";

describe("FormatElapsed", () => {
  it.each([
    [-5_000, "0:00"],
    [0, "0:00"],
    [42_900, "0:42"],
    [725_000, "12:05"],
    [3_753_000, "1:02:33"],
    [86_399_000, "23:59:59"],
  ])("says %i ms as %s in both languages", (ms, text) => {
    expect(FormatElapsed(ms, "en")).toBe(text);
    expect(FormatElapsed(ms, "zh")).toBe(text);
  });

  it("says days in the language", () => {
    const ms = (2 * 86_400 + 3 * 3600 + 10 * 60) * 1000;
    expect(FormatElapsed(ms, "en")).toBe("2d 03:10");
    expect(FormatElapsed(ms, "zh")).toBe("2天03:10");
  });
});

describe("figures", () => {
  it("never shows a number for what is not known", () => {
    expect(FormatCount(null, "en")).toBe(kUnknown);
    expect(FormatRate(null, "zh")).toBe(kUnknown);
    expect(FormatShare(null)).toBe(kUnknown);
    expect(FormatClock(null, "en")).toBe(kUnknown);
  });

  it("groups counts and shortens large ones", () => {
    expect(FormatCount(0, "en")).toBe("0");
    expect(FormatCount(12_345, "en")).toBe("12,345");
    expect(FormatCount(123_456, "en").toLowerCase()).toBe("123.5k");
    expect(FormatCount(123_456, "zh")).toBe("12.3万");
  });

  it("gives a rate one decimal while it is small", () => {
    expect(FormatRate(0, "en")).toBe("0.0");
    expect(FormatRate(7.24, "en")).toBe("7.2");
    expect(FormatRate(1_234.5, "en")).toBe("1,235");
  });

  it("says 100 only of all", () => {
    expect(FormatShare(1)).toBe("100");
    expect(FormatShare(0.9996)).toBe("99.9");
    expect(FormatShare(0.964)).toBe("96.4");
    expect(FormatShare(0)).toBe("0.0");
  });
});

describe("times", () => {
  const noon = new Date(2026, 10, 22, 9, 3, 7).getTime();

  it("has 24 hours and seconds", () => {
    expect(FormatClock(noon, "en")).toBe("09:03:07");
    expect(FormatClock(noon, "zh")).toBe("09:03:07");
  });

  it("names the day in the language", () => {
    expect(FormatDay(noon, "en")).toContain("November");
    expect(FormatDay(noon, "zh")).toContain("11月22日");
  });
});
