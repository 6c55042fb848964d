import type { WireSession } from "../../api/wire";
import { IsAdmin } from "../../state/abilities";
import { AddressOf, type Place } from "../../state/place";
import { MayTriage } from "../../state/triage";
import { useSpeech } from "../language";

const kPages: readonly Place[] = [
  { page: "inbox" },
  { page: "new" },
  { page: "calls" },
  { page: "wall" },
  { page: "figures", window: "24h", by: "branch" },
];

const kTriage: Place = { page: "triage" };
const kAdmin: Place = { page: "admin", room: "organization", kind: "" };

/** The ways between the pages that this session may go. */
export function Navigation({ page, session }: { page: Place["page"]; session: WireSession }) {
  const { say } = useSpeech();
  const triage = MayTriage(session) ? [kTriage] : [];
  const admin = IsAdmin(session) ? [kAdmin] : [];
  return (
    <nav className="navigation" aria-label={say("nav.label")}>
      {[...kPages, ...triage, ...admin].map((one) => (
        <a
          key={one.page}
          className="navigation-link"
          href={AddressOf(one)}
          aria-current={page === one.page ? "page" : undefined}
        >
          {say(`nav.${one.page}` as "nav.inbox")}
        </a>
      ))}
    </nav>
  );
}
