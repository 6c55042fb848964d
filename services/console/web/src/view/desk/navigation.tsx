import { AddressOf, type Place } from "../../state/place";
import { useSpeech } from "../language";

const kPages: readonly Place[] = [
  { page: "inbox" },
  { page: "new" },
  { page: "calls" },
  { page: "wall" },
  { page: "figures", window: "24h", by: "branch" },
];

const kAdmin: Place = { page: "admin", room: "organization", kind: "" };

/** The ways between the pages; `admin` for who administers the whole organisation. */
export function Navigation({ page, admin }: { page: Place["page"]; admin: boolean }) {
  const { say } = useSpeech();
  return (
    <nav className="navigation" aria-label={say("nav.label")}>
      {[...kPages, ...(admin ? [kAdmin] : [])].map((one) => (
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
