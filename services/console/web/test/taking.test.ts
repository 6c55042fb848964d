import { describe, expect, it } from "vitest";
import type { WireCustomer, WireSuggestion } from "../src/api/wire";
import {
  AsNewCustomer,
  CanSend,
  CategoryOf,
  EmptyTaking,
  FeedbackOf,
  WithCustomer,
  WithSuggestion,
} from "../src/state/taking";

const kKey = "11111111-1111-4111-8111-111111111111";
const kEmpty = EmptyTaking(kKey);
const kWang = { customer_id: "c1", name: "王芳", phone: "138****0017" } as WireCustomer;
const Said = (category: string): WireSuggestion => ({
  category,
  category_probability: 0.9,
  type: "complaint",
  severity: "high",
});

describe("category", () => {
  it("is what the words suggest until a person chooses", () => {
    const suggested = WithSuggestion({ ...kEmpty, words: "card" }, "card", Said("card"));
    expect(CategoryOf(suggested)).toBe("card");
    const chosen = { ...suggested, chosenCategory: "fee" };
    expect(CategoryOf(WithSuggestion(chosen, "card", Said("loan")))).toBe("fee");
  });

  it("heeds no suggestion for words that stand there no more", () => {
    const now = { ...kEmpty, words: "card eaten" };
    expect(WithSuggestion(now, "card", Said("card"))).toBe(now);
  });
});

describe("caller", () => {
  it("who is found is named by the platform's own id, and nothing masked is sent", () => {
    const taking = { ...WithCustomer(kEmpty, kWang), words: "x", name: "old", phone: "1" };
    expect(FeedbackOf(taking)).toEqual({
      source_id: "console",
      external_id: kKey,
      channel: "phone",
      text: "x",
      customer_id: "c1",
    });
  });

  it("who is not found is described by what was looked for", () => {
    expect(AsNewCustomer({ ...kEmpty, query: " 138 0013-0017 " }).phone).toBe("138 0013-0017");
    expect(AsNewCustomer({ ...kEmpty, query: "王芳" }).name).toBe("王芳");
    const taking = { ...kEmpty, words: "x", name: "王芳", phone: "" };
    expect(FeedbackOf(taking)).toMatchObject({ customer: { name: "王芳" } });
    expect(FeedbackOf({ ...kEmpty, words: "x" })).not.toHaveProperty("customer");
  });

  it("is another one: what was to be joined is forgotten", () => {
    const joined = { ...WithCustomer(kEmpty, kWang), aboutTicketId: "t1" };
    expect(WithCustomer(joined, { ...kWang, customer_id: "c2" }).aboutTicketId).toBe("");
  });
});

describe("sending", () => {
  it("needs words, and is under the key that was made before", () => {
    expect(CanSend(kEmpty)).toBe(false);
    expect(CanSend({ ...kEmpty, words: " \n" })).toBe(false);
    expect(CanSend({ ...kEmpty, words: "x" })).toBe(true);
    expect(FeedbackOf({ ...kEmpty, words: "x" })).toMatchObject({ external_id: kKey });
  });

  it("says place, matter and a chosen category where there are any", () => {
    const taking = {
      ...WithSuggestion({ ...kEmpty, words: "x" }, "x", Said("card")),
      place: " 北京 ",
      aboutTicketId: "t1",
    };
    expect(FeedbackOf(taking)).toMatchObject({ place: "北京", about_ticket_id: "t1" });
    expect(FeedbackOf(taking)).not.toHaveProperty("attributes");
    expect(FeedbackOf({ ...taking, chosenCategory: "fee" })).toMatchObject({
      attributes: { category: "fee" },
    });
  });
});
