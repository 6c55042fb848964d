import type { WireCustomer, WireSuggestion } from "../api/wire";

/** A call as it is taken down. Everything is text, so that it can be kept as a draft. */
export interface Taking {
  /** Made with the first letter, before the first try: sent again it is not taken twice. */
  readonly key: string;
  readonly query: string;
  readonly customer: WireCustomer | null;
  readonly name: string;
  readonly phone: string;
  readonly words: string;
  readonly place: string;
  readonly aboutTicketId: string;
  /** What the person chose; empty: the machine's to say. */
  readonly chosenCategory: string;
  readonly suggestion: WireSuggestion | null;
}

export function EmptyTaking(key: string): Taking {
  return {
    key,
    query: "",
    customer: null,
    name: "",
    phone: "",
    words: "",
    place: "",
    aboutTicketId: "",
    chosenCategory: "",
    suggestion: null,
  };
}

/** Below this a text says too little to classify. */
export const kSuggestFrom = 6;
/** A pause of this length in typing is taken for a question. */
export const kPauseMs = 350;

/** What stands in the field: the person's choice before any suggestion. */
export function CategoryOf(taking: Taking): string {
  return taking.chosenCategory || (taking.suggestion?.category ?? "");
}

/** The form with an answer for `words`; one that comes late, for other words, changes nothing. */
export function WithSuggestion(taking: Taking, words: string, suggestion: WireSuggestion): Taking {
  return taking.words === words ? { ...taking, suggestion } : taking;
}

/** Another customer has other tickets: what was to be joined is forgotten. */
export function WithCustomer(taking: Taking, customer: WireCustomer | null): Taking {
  return { ...taking, customer, aboutTicketId: "" };
}

const kPhone = /^[+\d][\d\s()-]{5,}$/;

/** What was looked for in vain says who he is: a number or a name. */
export function AsNewCustomer(taking: Taking): Taking {
  const query = taking.query.trim();
  const fresh = kPhone.test(query) ? { phone: query } : { name: query };
  return { ...WithCustomer(taking, null), ...fresh };
}

export function CanSend(taking: Taking): boolean {
  return taking.words.trim() !== "";
}

/** As POST /v1/feedback takes it. */
export function FeedbackOf(taking: Taking): object {
  const known = taking.customer !== null;
  const described = { name: taking.name.trim(), phone: taking.phone.trim() };
  const anyone = described.name !== "" || described.phone !== "";
  const Said = (name: string, text: string): object => (text === "" ? {} : { [name]: text });
  return {
    source_id: "console",
    external_id: taking.key,
    channel: "phone",
    text: taking.words,
    ...(known ? { customer_id: taking.customer?.customer_id } : {}),
    ...(!known && anyone
      ? { customer: { ...Said("name", described.name), ...Said("phone", described.phone) } }
      : {}),
    ...Said("place", taking.place.trim()),
    ...Said("about_ticket_id", taking.aboutTicketId),
    ...(taking.chosenCategory === "" ? {} : { attributes: { category: taking.chosenCategory } }),
  };
}

/** For so long the number is asked for; it is there after some hundred milliseconds as a rule. */
export const kNumberWithinMs = 20_000;
export const kNumberEveryMs = 400;

export type Sending =
  | { step: "writing" }
  | { step: "sending" }
  | { step: "failed"; slug: string }
  /** Durable; where it went is not decided yet. `late`: not within kNumberWithinMs. */
  | { step: "accepted"; feedbackId: string; late: boolean }
  | { step: "recorded" }
  | { step: "numbered"; number: string; joined: boolean };
