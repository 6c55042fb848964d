/** Which page the address names: #/wall, #/inbox, #/new, #/calls, #/tickets/26-004217/reply. */
export type Place =
  | { page: "wall" }
  | { page: "inbox" }
  | { page: "new" }
  | { page: "calls" }
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
];

function Decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Null where the address names no page. */
export function ReadPlace(hash: string): Place | null {
  const [page, number, action, ...more] = hash.replace(/^#\/?/, "").split("/");
  if (more.length > 0) return null;
  if (page === "tickets" && number !== undefined && number !== "") {
    return { page: "ticket", number: Decoded(number), action: action ?? "" };
  }
  if (number !== undefined) return null;
  return kPages.find((one) => one.page === page) ?? null;
}

export function AddressOf(place: Place): string {
  if (place.page !== "ticket") return `#/${place.page}`;
  const action = place.action === "" ? "" : `/${place.action}`;
  return `#/tickets/${encodeURIComponent(place.number)}${action}`;
}
