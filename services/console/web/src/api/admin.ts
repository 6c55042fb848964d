import { Call, Get, Post } from "./client";

export interface WireUser {
  user: string;
  agent_id: string;
  role: string;
  scope: string;
  state: "new" | "active" | "disabled";
  changed_time: string;
}

export interface WireKey {
  key_id: string;
  role: string;
  name: string;
  scope: string;
  recorded_time?: string;
  actor_name: string;
  revoked_time?: string;
  revoked_by_name: string;
  revoked_note: string;
}

export interface WirePolicy {
  kind: string;
  version: number;
  document: string;
  recorded_time?: string;
  active: boolean;
  actor_name: string;
  note: string;
}

export interface WireActivation {
  kind: string;
  activation: number;
  version: number;
  cause: "put" | "activated" | "rolled_back";
  actor_name: string;
  note: string;
  recorded_time?: string;
}

/** What was made of a text, as far as a trial shows it. */
export interface WireMade {
  type: string;
  category: string;
  severity: string;
  rule_id: string;
}

/** How often a rule decides. */
export interface WireRuleUse {
  rule_id: string;
  before: number;
  after: number;
}

/** What other rules would make of what was said. */
export interface WireTrial {
  feedback: number;
  category_changed: number;
  type_changed: number;
  severity_changed: number;
  rules: WireRuleUse[];
  changes: { feedback_id: string; text: string; before: WireMade; after: WireMade }[];
  incomplete: boolean;
}

/** An account as it stands now, and its first password, which is shown this once. */
export interface MadeUser {
  user: WireUser;
  password?: string;
}

const kPageSize = 1_000;
const Of = (kind: string): string => `/v1/policies/${encodeURIComponent(kind)}`;
const User = (user: string): string => `/v1/users/${encodeURIComponent(user)}`;

// Pages are asked for until there is none, at most this many.
const kPagesMax = 10;

async function All<T, Name extends string>(path: string, name: Name): Promise<T[]> {
  type Page = { [key in Name]: T[] } & { next_page_token: string };
  const all: T[] = [];
  let token = "";
  for (let page = 0; page < kPagesMax; page += 1) {
    const query = `page_size=${kPageSize}&page_token=${encodeURIComponent(token)}`;
    const got = await Get<Page>(`${path}?${query}`);
    all.push(...got[name]);
    token = got.next_page_token;
    if (token === "") break;
  }
  return all;
}

export const GetUsers = (): Promise<WireUser[]> => All("/v1/users", "users");

export function CreateUser(user: object): Promise<MadeUser> {
  return Post("/v1/users", user);
}
export function ResetUser(user: string): Promise<MadeUser> {
  return Post(`${User(user)}/reset`, {});
}
export function DisableUser(user: string): Promise<MadeUser> {
  return Post(`${User(user)}/disable`, {});
}

export const GetKeys = (): Promise<WireKey[]> => All("/v1/keys", "keys");

export function CreateKey(key: object): Promise<{ key_id: string; key: string }> {
  return Post("/v1/keys", key);
}

export function RevokeKey(keyId: string): Promise<unknown> {
  return Post(`/v1/keys/${encodeURIComponent(keyId)}/revoke`, {});
}

export async function GetPolicies(): Promise<WirePolicy[]> {
  return (await Get<{ policies: WirePolicy[] }>("/v1/policies")).policies;
}

/** Version 0 is the active one. */
export async function GetPolicy(kind: string, version = 0): Promise<WirePolicy> {
  const query = version === 0 ? "" : `?version=${version}`;
  return (await Get<{ policy: WirePolicy }>(`${Of(kind)}${query}`)).policy;
}

export const GetVersions = (kind: string): Promise<WirePolicy[]> =>
  All(`${Of(kind)}/versions`, "policies");
export const GetActivations = (kind: string): Promise<WireActivation[]> =>
  All(`${Of(kind)}/activations`, "activations");

/** Keeps a version and leaves the active one as it is; the service that obeys it judges it. */
export async function KeepPolicy(kind: string, document: string): Promise<WirePolicy> {
  const response = await Call(Of(kind), {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ document, keep_inactive: true }),
  });
  return ((await response.json()) as { policy: WirePolicy }).policy;
}

export function ActivatePolicy(kind: string, version: number, note: string): Promise<unknown> {
  return Post(`${Of(kind)}/activate`, { version, note });
}
// A little more than the service takes to look back.
const kTrialTimeoutMs = 28_000;

/** Rules tried on feedback of the last days; nothing is kept of it. */
export async function PreviewRules(document: string, days: number): Promise<WireTrial> {
  const response = await Call(`${Of("rules")}/preview`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ document, days }),
    signal: AbortSignal.timeout(kTrialTimeoutMs),
  });
  return (await response.json()) as WireTrial;
}

export function RollBackPolicy(kind: string, note: string): Promise<unknown> {
  return Post(`${Of(kind)}/rollback`, { note });
}
