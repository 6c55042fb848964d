import { AddressOf, type Place } from "../../state/place";
import { useSpeech } from "../language";

const kPages = ["inbox", "new", "calls", "wall"] as const;

/** The ways between the pages. */
export function Navigation({ page }: { page: Place["page"] }) {
  const { say } = useSpeech();
  return (
    <nav className="navigation" aria-label={say("nav.label")}>
      {kPages.map((one) => (
        <a
          key={one}
          className="navigation-link"
          href={AddressOf({ page: one })}
          aria-current={page === one ? "page" : undefined}
        >
          {say(`nav.${one}`)}
        </a>
      ))}
    </nav>
  );
}
