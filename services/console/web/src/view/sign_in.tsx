import { useState, type FormEvent } from "react";
import { ApiError, SignIn } from "../api/client";
import type { WireSession } from "../api/wire";
import { MarkIcon } from "./icons";
import { useSpeech, type Speech } from "./language";
import { Switches } from "./switches";

function Complaint(error: unknown, say: Speech["say"]): string {
  if (!(error instanceof ApiError)) return say("signin.unreachable");
  if (error.slug === "unreachable") return say("signin.unreachable");
  if (error.slug === "password-change-required") return say("signin.change");
  if (error.slug === "new-password-refused") return say("signin.new.wrong");
  if (error.status === 401) return say("signin.wrong");
  if (error.status === 429) return say("signin.limited", { seconds: error.retryAfter || 60 });
  return say("signin.unavailable");
}

interface FieldProps {
  name: "user" | "password" | "new_password";
  label: string;
  autoComplete: string;
}

function Field({ name, label, autoComplete }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        name={name}
        type={name === "user" ? "text" : "password"}
        autoComplete={autoComplete}
        autoFocus={name !== "password"}
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
  const [changing, setChanging] = useState(false);
  const Failed = (fault: unknown): void => {
    setError(fault);
    if (fault instanceof ApiError && fault.slug === "password-change-required") setChanging(true);
  };
  const Submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    const Word = (name: string): string => String(form.get(name) ?? "");
    SignIn(Word("user"), Word("password"), Word("new_password"))
      .then(onSignedIn, Failed)
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
          {changing && (
            <Field name="new_password" label={say("signin.new")} autoComplete="new-password" />
          )}
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
