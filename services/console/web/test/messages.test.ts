import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kMessages, Say, type Language, type MessageId } from "../src/text/messages";

const kLanguages = Object.keys(kMessages) as Language[];
const kIds = Object.keys(kMessages.en) as MessageId[];
const kViews = join(__dirname, "../src/view");

const Places = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((place) => place[1] ?? "").sort();

function Sources(): [string, string][] {
  const names = readdirSync(kViews, { recursive: true }).map(String);
  const files = names.filter((name) => /\.tsx?$/.test(name));
  return files.map((name) => [name, readFileSync(join(kViews, name), "utf8")]);
}

describe("messages", () => {
  it.each(kLanguages)("has every text in %s and no other", (language) => {
    expect(Object.keys(kMessages[language]).sort()).toEqual([...kIds].sort());
    for (const id of kIds) expect(kMessages[language][id].trim(), id).not.toBe("");
  });

  it.each(kLanguages)("has the same places in %s as in English", (language) => {
    for (const id of kIds) {
      expect(Places(kMessages[language][id]), id).toEqual(Places(kMessages.en[id]));
    }
  });

  it("is Chinese in Chinese", () => {
    const same = kIds.filter((id) => kMessages.zh[id] === kMessages.en[id]);
    expect(same).toEqual(["product"]);
  });

  it("fills places and leaves unknown ones to be seen", () => {
    expect(Say("en", "state.asof", { time: "14:03:22" })).toBe("as of 14:03:22");
    expect(Say("en", "state.asof")).toBe("as of {time}");
  });

  it("uses every text somewhere", () => {
    const all = Sources().map(([, text]) => text).join("\n");
    const unused = kIds.filter((id) => {
      const family = id.replace(/[^.]+$/, "");
      return !all.includes(`"${id}"`) && !all.includes(`\`${family}$`);
    });
    expect(unused).toEqual([]);
  });
});

describe("views", () => {
  it("hold no text of their own", () => {
    for (const [name, text] of Sources()) {
      const bare = [...text.matchAll(/>\s*([^<>{}=;()]*[A-Za-z]{2,}[^<>{}=;()]*)<\//g)];
      expect(bare.map((match) => match[1]), name).toEqual([]);
      expect(text, name).not.toMatch(/[\u4e00-\u9fff]/);
      expect(text, name).not.toMatch(/(aria-label|title|placeholder|alt)="/);
    }
  });

  it("put no markup together by hand", () => {
    for (const [name, text] of Sources()) {
      expect(text, name).not.toMatch(/dangerouslySetInnerHTML|innerHTML|outerHTML/);
    }
  });
});
