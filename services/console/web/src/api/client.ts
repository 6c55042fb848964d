import type { FigurePlace } from "../state/place";
import type { WireBranch, WireContributors, WireProblem, WireSession } from "./wire";

/** A call that hangs longer is given up: the wall asks again, and says that it is stale. */
const kTimeoutMs = 5_000;

/** A refusal or failure of a door. `slug` is `unreachable` where no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    /** Seconds to wait, where the door said so; else 0. */
    readonly retryAfter = 0,
    /** What the door said in full; null where it said nothing that can be read. */
    readonly problem: WireProblem | null = null,
  ) {
    super(slug);
  }
}

async function Refusal(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get("retry-after") ?? 0) || 0;
  try {
    const problem = (await response.json()) as WireProblem;
    return new ApiError(response.status, problem.slug ?? "unknown", retryAfter, problem);
  } catch {
    return new ApiError(response.status, "unknown", retryAfter);
  }
}

export async function Call(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(kTimeoutMs),
      ...init,
    });
  } catch {
    throw new ApiError(0, "unreachable");
  }
  if (!response.ok) throw await Refusal(response);
  return response;
}

export async function Get<T>(path: string): Promise<T> {
  const response = await Call(path);
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError(response.status, "unreachable");
  }
}

async function Send<T>(method: "POST" | "PUT", path: string, body: unknown): Promise<T> {
  const response = await Call(path, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

export function Post<T>(path: string, body: unknown): Promise<T> {
  return Send<T>("POST", path, body);
}

export function Put<T>(path: string, body: unknown): Promise<T> {
  return Send<T>("PUT", path, body);
}

/** Whether what was sent may have been done or not: it is sent again under the same id. */
export function IsUndecided(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.status === 0 || error.status === 429 || error.status >= 500;
}

const kContributorsPage = 50;

/** Who is behind one number: a page of them, after the page that gave the token. */
export async function ListContributors(
  place: FigurePlace,
  pageToken: string,
): Promise<WireContributors> {
  const query = new URLSearchParams({
    names: place.name,
    window: place.window,
    page_size: String(kContributorsPage),
  });
  if (place.branchId !== "") query.set("branch_id", place.branchId);
  if (place.category !== "") query.set("category", place.category);
  if (place.provisional) query.set("provisional", "true");
  if (place.side !== "both") query.set("side", place.side);
  if (pageToken !== "") query.set("page_token", pageToken);
  return Get<WireContributors>(`/v1/kpis/contributors?${query.toString()}`);
}

export async function GetBranches(): Promise<WireBranch[]> {
  return (await Get<{ branches: WireBranch[] }>("/v1/branches")).branches;
}

export async function GetSession(): Promise<WireSession> {
  return Get<WireSession>("/v1/session");
}

/** A new password, where there is one, takes the place of the old one. */
export async function SignIn(
  user: string,
  password: string,
  newPassword = "",
): Promise<WireSession> {
  const chosen = newPassword === "" ? {} : { new_password: newPassword };
  return Post<WireSession>("/v1/session", { user, password, ...chosen });
}

export async function SignOut(): Promise<void> {
  await Call("/v1/session", { method: "DELETE" });
}
