import { useCallback, useEffect, useState } from "react";
import { ApiError, GetSession } from "../api/client";
import type { WireSession } from "../api/wire";
import { useSpeech } from "./language";
import { SignInPage } from "./sign_in";
import { Wall } from "./wall";

const kRetryMs = 3_000;
const kSignInPath = "/sign-in";

type Place = { kind: "asking" } | { kind: "out" } | { kind: "in"; session: WireSession };

function Show(path: string): void {
  if (location.pathname !== path) history.replaceState(null, "", path);
}

// A console that does not answer is no reason to ask for the password again.
function usePlace(): [Place, (place: Place) => void] {
  const [place, setPlace] = useState<Place>({ kind: "asking" });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const Ask = (): void => {
      GetSession().then(
        (session) => setPlace({ kind: "in", session }),
        (error: unknown) => {
          const out = error instanceof ApiError && (error.status === 401 || error.status === 403);
          if (out) setPlace({ kind: "out" });
          else timer = setTimeout(Ask, kRetryMs);
        },
      );
    };
    Ask();
    return () => clearTimeout(timer);
  }, []);
  return [place, setPlace];
}

export function App() {
  const { say } = useSpeech();
  const [place, setPlace] = usePlace();
  const SignedOut = useCallback(() => setPlace({ kind: "out" }), [setPlace]);
  const title = place.kind === "in" ? say("wall.title") : say("signin.title");
  useEffect(() => {
    document.title = `${title} · ${say("product")}`;
    if (place.kind === "in") Show("/");
    if (place.kind === "out") Show(kSignInPath);
  }, [title, say, place.kind]);
  if (place.kind === "asking") return <p className="asking">{say("wall.loading")}</p>;
  if (place.kind === "in") return <Wall session={place.session} onSignedOut={SignedOut} />;
  return <SignInPage onSignedIn={(session) => setPlace({ kind: "in", session })} />;
}
