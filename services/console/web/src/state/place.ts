import { kRooms, type Room } from "./administration";
import { kWindows, type By, type FigureWindow } from "./figures";

/** Every measure, a row for each branch or each category. */
export interface FiguresPlace {
  page: "figures";
  window: FigureWindow;
  by: By;
}

/** One number, and who is behind it. */
export interface FigurePlace {
  page: "figure";
  name: string;
  window: FigureWindow | "5m";
  branchId: string;
  category: string;
  provisional: boolean;
  side: "both" | "numerator" | "denominator";
}

/** A room of the administration; in the room of policies, the kind that is looked at. */
export interface AdminPlace {
  page: "admin";
  room: Room;
  kind: string;
}

/**
 * Which page the address names: #/wall, #/inbox, #/new, #/calls, #/triage, #/tickets/26-004217,
 * .../reply, #/figures, #/figures/csat?window=24h, #/admin/policies/sla.
 */
export type Place =
  | FiguresPlace
  | FigurePlace
  | AdminPlace
  | { page: "wall" }
  | { page: "inbox" }
  | { page: "new" }
  | { page: "calls" }
  | { page: "triage" }
  | { page: "ticket"; number: string; action: string };

/** Those who answer tickets begin at the inbox; who watches over them, at the wall. */
const kInboxRoles = new Set(["agent", "branch_manager", "dispatcher"]);

export function StartOf(role: string): Place {
  return { page: kInboxRoles.has(role) ? "inbox" : "wall" };
}

const kPages: readonly Place[] = [
  { page: "wall" },
  { page: "inbox" },
  { page: "new" },
  { page: "calls" },
  { page: "triage" },
];

function Decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function OneOf<T extends string>(word: string | null, words: readonly T[], otherwise: T): T {
  return words.find((one) => one === word) ?? otherwise;
}

// What is not understood of the query is as if it were not there.
function ReadFigures(name: string, query: URLSearchParams): FiguresPlace | FigurePlace {
  if (name === "") {
    return {
      page: "figures",
      window: OneOf(query.get("window"), kWindows, "24h"),
      by: OneOf(query.get("by"), ["branch", "category"], "branch"),
    };
  }
  return {
    page: "figure",
    name,
    window: OneOf(query.get("window"), [...kWindows, "5m"], "24h"),
    branchId: query.get("branch") ?? "",
    category: query.get("category") ?? "",
    provisional: query.get("provisional") === "true",
    side: OneOf(query.get("side"), ["both", "numerator", "denominator"], "both"),
  };
}

function FigureAddress(place: FigurePlace): string {
  const query = new URLSearchParams({ window: place.window });
  if (place.branchId !== "") query.set("branch", place.branchId);
  if (place.category !== "") query.set("category", place.category);
  if (place.provisional) query.set("provisional", "true");
  if (place.side !== "both") query.set("side", place.side);
  return `#/figures/${encodeURIComponent(place.name)}?${query.toString()}`;
}

function ReadAdmin(name: string, kind: string): AdminPlace | null {
  const room = kRooms.find((one) => one === name);
  if (room === undefined || (kind !== "" && room !== "policies")) return null;
  return { page: "admin", room, kind: Decoded(kind) };
}

/** Null where the address names no page. */
export function ReadPlace(hash: string): Place | null {
  const figures = /^#?\/?figures(?:\/([^/?]*))?(?:\?(.*))?$/.exec(hash);
  if (figures !== null) {
    return ReadFigures(Decoded(figures[1] ?? ""), new URLSearchParams(figures[2] ?? ""));
  }
  const [page, number, action, ...more] = hash.replace(/^#\/?/, "").split("/");
  if (more.length > 0) return null;
  if (page === "tickets" && number !== undefined && number !== "") {
    return { page: "ticket", number: Decoded(number), action: action ?? "" };
  }
  if (page === "admin") return ReadAdmin(number ?? kRooms[0], action ?? "");
  if (number !== undefined) return null;
  return kPages.find((one) => one.page === page) ?? null;
}

export function AddressOf(place: Place): string {
  if (place.page === "figures") return `#/figures?window=${place.window}&by=${place.by}`;
  if (place.page === "figure") return FigureAddress(place);
  if (place.page === "admin") {
    return `#/admin/${place.room}${place.kind === "" ? "" : `/${encodeURIComponent(place.kind)}`}`;
  }
  if (place.page !== "ticket") return `#/${place.page}`;
  const action = place.action === "" ? "" : `/${place.action}`;
  return `#/tickets/${encodeURIComponent(place.number)}${action}`;
}
