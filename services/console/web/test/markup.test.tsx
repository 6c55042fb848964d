import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import type { WireTrial } from "../src/api/admin";
import type { WireChange, WireSession, WireTicket } from "../src/api/wire";
import type { WireDelivery, WireLoop } from "../src/api/wire_followup";
import { Merged } from "../src/state/facts";
import { TrialResult } from "../src/view/admin/trial";
import { DeliveryLine } from "../src/view/desk/delivery";
import { DirectoryProvider } from "../src/view/desk/directory";
import { InboxRow } from "../src/view/inbox/inbox_row";
import { SpeechProvider } from "../src/view/language";
import { History, Others } from "../src/view/ticket/beside";
import { Conversation } from "../src/view/ticket/conversation";
import { Loops } from "../src/view/ticket/loops";
import { Matter } from "../src/view/ticket/matter";

// What people try to make a page do something with (the words of customers, names, reasons).
const kAttacks = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "javascript:alert(1)",
  '" onmouseover="alert(1)',
  "' autofocus onfocus='alert(1)",
  "</p></li><script>alert(1)</script>",
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  "<math><mtext></mtext><mglyph><style><!--</style>" +
    '<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  "{{7*7}}",
  "${7*7}",
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  "<style>*{background:url(javascript:alert(1))}</style>",
  "<base href=https://evil.example>",
  "<!--",
];

const kTime = "2026-03-03T02:00:00.000Z";
const kSession: WireSession = { agent_id: "a", user: "u", role: "agent", scope: "" };

function Ticket(text: string): WireTicket {
  return {
    ticket_id: "t",
    number: text,
    version: 3,
    customer_id: "c",
    branch_id: text,
    category: text,
    channel: text,
    severity: 2,
    state: "open",
    response_clock: "met",
    agent_id: "",
    subject: text,
    feedback_count: 1,
    routing_rule: "",
    cycle: 1,
    clocks: [],
    reason: text,
    merged_into_ticket_id: "",
    language: "",
    suggestion: { ticket_id: "o", number: text, similarity_percent: 71, like_count: 12 },
  };
}

const Fact = (version: number, name: string, fact: object): WireChange => ({
  ticket_id: "t",
  ticket_version: version,
  number: "26-1",
  customer_id: "c",
  feedback_id: "",
  recorded_time: kTime,
  [name]: fact,
});

function Told(text: string) {
  return Merged([], [
    Fact(1, "opened", { subject: text }),
    Fact(2, "noted", { agent_id: text, text }),
    Fact(3, "replied", { agent_id: "a", text }),
    Fact(4, "waiting", { agent_id: "a", reason: text }),
    Fact(5, "resolved", { agent_id: "a", resolution: text }),
  ]);
}

const Delivery = (text: string): WireDelivery => ({
  ticket_id: "t",
  ticket_number: text,
  reply_version: 3,
  customer_id: "c",
  state: "failed",
  agent_id: "a",
  reason: text,
});

const Loop = (text: string): WireLoop => ({
  loop_id: text,
  version: 1,
  ticket_id: "t",
  ticket_number: text,
  customer_id: "c",
  cycle: 1,
  standing: { state: "closed", verdict: "suppressed", reason: text, asked: true },
  way: "mail",
  via: "link",
  call_count: 0,
  unknown: false,
});

function Tried(text: string): WireTrial {
  const made = { type: "complaint", category: text, severity: "high", rule_id: text };
  return {
    feedback: 1,
    category_changed: 1,
    type_changed: 0,
    severity_changed: 0,
    rules: [{ rule_id: text, before: 1, after: 0 }],
    changes: [{ feedback_id: "f", text, before: made, after: made }],
    incomplete: true,
  };
}

function Page(text: string): ReactElement {
  const ticket = Ticket(text);
  const told = Told(text);
  const followup = {
    loops: [Loop(text)],
    deliveries: [Delivery(text)],
    preference: null,
    known: true,
    away: false,
    again: () => undefined,
  };
  const Nothing = (): void => undefined;
  return (
    <SpeechProvider>
      <DirectoryProvider session={kSession}>
        <InboxRow ticket={ticket} present={text} chosen={false} onChoose={Nothing} />
        <Conversation ticket={ticket} told={told} deliveries={[Delivery(text)]} onDone={Nothing} />
        <DeliveryLine delivery={Delivery(text)} onDone={Nothing} />
        <Loops ticket={ticket} data={followup} />
        <Matter
          ticket={ticket}
          others={[{ ...ticket, ticket_id: "o" }]}
          fault={null}
          onMerge={Nothing}
          onDecline={Nothing}
        />
        <Others others={[ticket]} />
        <History told={told} />
        <TrialResult trial={Tried(text)} />
      </DirectoryProvider>
    </SpeechProvider>
  );
}

const Count = (text: string, part: string): number => text.split(part).length - 1;

describe("words from outside", () => {
  beforeAll(() => {
    const storage = { getItem: () => "en", setItem: () => undefined };
    Object.assign(globalThis, { localStorage: storage });
  });

  it("are shown", () => {
    const page = renderToStaticMarkup(Page("spoken"));
    expect(Count(page, "spoken")).toBeGreaterThan(10);
  });

  it.each(kAttacks)("%s become no markup", (attack) => {
    const plain = renderToStaticMarkup(Page("w"));
    const page = renderToStaticMarkup(Page(attack));
    expect(Count(page, "<")).toBe(Count(plain, "<"));
    expect(Count(page, '"')).toBe(Count(plain, '"'));
    expect(page).not.toMatch(/(href|src|action)="javascript:/i);
  });
});
