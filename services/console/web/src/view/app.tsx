import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { ApiError, GetSession } from "../api/client";
import type { WireSession } from "../api/wire";
import { AddressOf, ReadPlace, StartOf, type Place } from "../state/place";
import { Calls } from "./calls/calls";
import { AdminPage } from "./admin/admin";
import { DirectoryProvider } from "./desk/directory";
import { FigurePage } from "./figures/figure";
import { FiguresPage } from "./figures/figures";
import { Inbox } from "./inbox/inbox";
import { useSpeech } from "./language";
import { SignInPage } from "./sign_in";
import { TakingPage } from "./taking/taking";
import { TicketPage } from "./ticket/ticket";
import { Triage } from "./triage/triage";
import { Wall } from "./wall";

const kRetryMs = 3_000;
const kSignInPath = "/sign-in";

type Standing = { kind: "asking" } | { kind: "out" } | { kind: "in"; session: WireSession };

// The address after the sign-in is the one that was asked for.
function ShowPath(path: string): void {
  if (location.pathname !== path) history.replaceState(null, "", path + location.hash);
}

// A console that does not answer is no reason to ask for the password again.
function useStanding(): [Standing, (standing: Standing) => void] {
  const [standing, setStanding] = useState<Standing>({ kind: "asking" });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const Ask = (): void => {
      GetSession().then(
        (session) => setStanding({ kind: "in", session }),
        (error: unknown) => {
          const out = error instanceof ApiError && (error.status === 401 || error.status === 403);
          if (out) setStanding({ kind: "out" });
          else timer = setTimeout(Ask, kRetryMs);
        },
      );
    };
    Ask();
    return () => clearTimeout(timer);
  }, []);
  return [standing, setStanding];
}

function useHash(): string {
  return useSyncExternalStore(
    (changed) => {
      addEventListener("hashchange", changed);
      return () => removeEventListener("hashchange", changed);
    },
    () => location.hash,
  );
}

function usePlace(role: string): Place {
  const hash = useHash();
  const place = ReadPlace(hash) ?? StartOf(role);
  const address = AddressOf(place);
  useEffect(() => {
    if (location.hash !== address) location.replace(address);
  }, [address]);
  return place;
}

interface PagesProps {
  session: WireSession;
  onSignedOut: () => void;
}

function Pages({ session, onSignedOut }: PagesProps) {
  const { say } = useSpeech();
  const place = usePlace(session.role);
  const number = place.page === "ticket" ? place.number : "";
  const title = say(`page.${place.page}`, { number });
  useEffect(() => {
    document.title = `${title} · ${say("product")}`;
    document.documentElement.dataset.page = place.page === "wall" ? "wall" : "desk";
  }, [title, say, place.page]);
  if (place.page === "wall") return <Wall session={session} onSignedOut={onSignedOut} />;
  return (
    <DirectoryProvider session={session}>
      {place.page === "inbox" && <Inbox onSignedOut={onSignedOut} />}
      {place.page === "figures" && <FiguresPage place={place} onSignedOut={onSignedOut} />}
      {place.page === "figure" && (
        <FigurePage key={AddressOf(place)} place={place} onSignedOut={onSignedOut} />
      )}
      {place.page === "admin" && <AdminPage place={place} onSignedOut={onSignedOut} />}
      {place.page === "new" && <TakingPage onSignedOut={onSignedOut} />}
      {place.page === "calls" && <Calls onSignedOut={onSignedOut} />}
      {place.page === "triage" && <Triage onSignedOut={onSignedOut} />}
      {place.page === "ticket" && (
        <TicketPage
          key={number}
          number={number}
          action={place.action}
          onSignedOut={onSignedOut}
        />
      )}
    </DirectoryProvider>
  );
}

export function App() {
  const { say } = useSpeech();
  const [standing, setStanding] = useStanding();
  const SignedOut = useCallback(() => setStanding({ kind: "out" }), [setStanding]);
  useEffect(() => {
    if (standing.kind === "in") ShowPath("/");
    if (standing.kind !== "out") return;
    ShowPath(kSignInPath);
    delete document.documentElement.dataset.page;
    document.title = `${say("signin.title")} · ${say("product")}`;
  }, [say, standing.kind]);
  if (standing.kind === "asking") return <p className="asking">{say("wall.loading")}</p>;
  if (standing.kind === "in") return <Pages session={standing.session} onSignedOut={SignedOut} />;
  return <SignInPage onSignedIn={(session) => setStanding({ kind: "in", session })} />;
}
