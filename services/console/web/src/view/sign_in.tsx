import { useState, type FormEvent } from "react";
import { ApiError, SignIn } from "../api/client";
import type { WireSession } from "../api/wire";
import { MarkIcon } from "./icons";
import { useSpeech, type Speech } from "./language";
import { Switches } from "./switches";

function Complaint(error: unknown, say: Speech["say"]): string {
  if (!(error instanceof ApiError)) return say("signin.unreachable");
  if (error.slug === "unreachable") return say("signin.unreachable");
  if (error.status === 401) return say("signin.wrong");
  if (error.status === 429) return say("signin.limited", { seconds: error.retryAfter || 60 });
  return say("signin.unavailable");
}

interface FieldProps {
  name: "user" | "password";
  label: string;
  autoComplete: string;
}

function Field({ name, label, autoComplete }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        name={name}
        type={name === "password" ? "password" : "text"}
        autoComplete={autoComplete}
        autoFocus={name === "user"}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={128}
        required
      />
    </label>
  );
}

export function SignInPage({ onSignedIn }: { onSignedIn: (session: WireSession) => void }) {
  const { say } = useSpeech();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const Submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    SignIn(String(form.get("user")), String(form.get("password")))
      .then(onSignedIn, setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="sign-in">
      <header className="sign-in-tools">
        <Switches />
      </header>
      <main className="sign-in-card">
        <div className="sign-in-brand">
          <MarkIcon />
          <div>
            <p className="brand-name">{say("product")}</p>
            <p className="sign-in-lead">{say("signin.lead")}</p>
          </div>
        </div>
        <h1 className="unseen">{say("signin.title")}</h1>
        <form onSubmit={Submit}>
          <Field name="user" label={say("signin.user")} autoComplete="username" />
          <Field name="password" label={say("signin.password")} autoComplete="current-password" />
          <p className="sign-in-error" role="alert">
            {error === null ? "" : Complaint(error, say)}
          </p>
          <button type="submit" className="button button-main" disabled={busy}>
            {say(busy ? "signin.busy" : "signin.submit")}
          </button>
        </form>
      </main>
    </div>
  );
}
