import { kFactNames, type FactName, type WireChange, type WireFact } from "../api/wire";

/** One fact as the pages tell it. */
export interface Told {
  readonly name: FactName;
  readonly fact: WireFact;
  readonly version: number;
  readonly timeMs: number;
  /** Who did it; empty where a clock or the customer did. */
  readonly agentId: string;
  readonly feedbackId: string;
  readonly change: WireChange;
}

/** Null for a fact that these pages are too old to know. */
export function TellFact(change: WireChange): Told | null {
  const name = kFactNames.find((one) => change[one] !== undefined);
  const fact = name === undefined ? undefined : change[name];
  if (name === undefined || fact === undefined) return null;
  return {
    name,
    fact,
    version: change.ticket_version,
    timeMs: Date.parse(change.recorded_time),
    agentId: fact.agent_id ?? fact.corrected_by ?? "",
    feedbackId: change.feedback_id,
    change,
  };
}

/** What both sides said, in the conversation; all else is the history's. */
const kWords = new Set<FactName>(["opened", "joined", "replied", "noted", "resolved"]);
export function IsWords(told: Told): boolean {
  return kWords.has(told.name);
}

/** Facts in order of version, each once; what is known already stays as it is. */
export function Merged(known: readonly Told[], more: readonly WireChange[]): readonly Told[] {
  const versions = new Set(known.map((told) => told.version));
  const fresh = more
    .map(TellFact)
    .filter((told): told is Told => told !== null && !versions.has(told.version));
  if (fresh.length === 0) return known;
  const once = new Map([...known, ...fresh].map((told) => [told.version, told]));
  return [...once.values()].sort((a, b) => a.version - b.version);
}

const kClockwork = new Set<FactName>([
  "clock_warned",
  "clock_breached",
  "clock_recomputed",
  "clock_breach_revoked",
  "clock_escalated",
  "resolution_confirmed",
  "standard_changed",
  "matter_suggested",
  "suggestion_ended",
]);

/**
 * The last of these facts that somebody who writes must look at before he sends: what another
 * person did, or the customer said. Clocks and hints come by themselves and disturb nobody.
 */
export function ToLookAt(facts: readonly Told[], agentId: string): Told | null {
  const others = facts.filter((told) => !kClockwork.has(told.name) && told.agentId !== agentId);
  return others.at(-1) ?? null;
}
