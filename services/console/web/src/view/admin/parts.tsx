import { useState, type FormEvent, type ReactNode } from "react";
import { useDirectory } from "../desk/directory";
import { FaultText, Notice } from "../desk/notice";
import { useSpeech } from "../language";
import type { Asked } from "./use_asked";
import type { Organization } from "../../state/administration";

export const kRoles = [
  "agent",
  "branch_manager",
  "operations",
  "quality",
  "dispatcher",
  "administrator",
  "auditor",
] as const;

interface ShownProps<T> {
  asked: Asked<T>;
  children: (value: T) => ReactNode;
}

export function Shown<T>({ asked, children }: ShownProps<T>) {
  const { say } = useSpeech();
  if (asked.value !== null) return <>{children(asked.value)}</>;
  if (asked.error !== null) return <Notice error={asked.error} onAgain={asked.again} />;
  return <p className="empty-note">{say("admin.loading")}</p>;
}

interface OnceProps {
  title: string;
  secret: string;
  onDone: () => void;
}

/** A secret that was made: it stands here until it is put away, and nowhere else. */
export function Once({ title, secret, onDone }: OnceProps) {
  const { say } = useSpeech();
  return (
    <div className="panel admin-once" role="alert">
      <p className="admin-once-title">{title}</p>
      <code className="admin-secret" data-secret>
        {secret}
      </code>
      <p className="panel-note">{say("admin.once")}</p>
      <div className="admin-actions">
        <button
          type="button"
          className="button"
          onClick={() => void navigator.clipboard?.writeText(secret)}
        >
          {say("admin.copy")}
        </button>
        <button type="button" className="button button-go" onClick={onDone}>
          {say("admin.put-away")}
        </button>
      </div>
    </div>
  );
}

/** Regions and branches, and all of it. */
export function ScopeField({ organization }: { organization: Organization | null }) {
  const { say, language } = useSpeech();
  const Name = (one: { name_zh: string; name_en: string }): string =>
    language === "zh" ? one.name_zh : one.name_en;
  return (
    <label className="form-field">
      <span>{say("admin.scope")}</span>
      <select className="select" name="scope" defaultValue="">
        <option value="">{say("admin.scope.all")}</option>
        {organization?.regions.map((region) => (
          <optgroup key={region.region_id} label={Name(region)}>
            <option value={region.region_id}>
              {say("admin.scope.region", { name: Name(region) })}
            </option>
            {organization.branches
              .filter((branch) => branch.region_id === region.region_id)
              .map((branch) => (
                <option key={branch.branch_id} value={branch.branch_id}>
                  {Name(branch)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

/** A place by its name: a branch's, a region's, or everything. */
export function useScopeName(organization: Organization | null): (scope: string) => string {
  const { say, language } = useSpeech();
  const { branchName } = useDirectory();
  return (scope) => {
    if (scope === "") return say("admin.scope.all");
    const region = organization?.regions.find((one) => one.region_id === scope);
    if (region === undefined) return branchName(scope);
    return language === "zh" ? region.name_zh : region.name_en;
  };
}

interface ReasonProps {
  label: string;
  action: string;
  needed: boolean;
  onSend: (reason: string) => Promise<unknown>;
  onDone: () => void;
  onCancel: () => void;
}

/** What is done for a reason, with a second thought. */
export function ReasonForm({ label, action, needed, onSend, onDone, onCancel }: ReasonProps) {
  const { say } = useSpeech();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const Submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    onSend(String(new FormData(event.currentTarget).get("reason") ?? "").trim())
      .then(onDone, setError)
      .finally(() => setBusy(false));
  };
  return (
    <form className="admin-reason" onSubmit={Submit}>
      <label className="form-field">
        <span>{label}</span>
        <input className="input" name="reason" maxLength={300} required={needed} autoFocus />
      </label>
      <p className="form-fault" role="alert">
        {error === null ? "" : FaultText(error, say)}
      </p>
      <div className="admin-actions">
        <button type="submit" className="button button-go" disabled={busy}>
          {action}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {say("admin.cancel")}
        </button>
      </div>
    </form>
  );
}

interface ConfirmProps {
  text: string;
  action: string;
  onSend: () => Promise<unknown>;
  onDone: () => void;
  onCancel: () => void;
}

/** What cannot be taken back is asked for twice. */
export function Confirm({ text, action, onSend, onDone, onCancel }: ConfirmProps) {
  const { say } = useSpeech();
  const [error, setError] = useState<unknown>(null);
  return (
    <div className="admin-reason">
      <p>{text}</p>
      <p className="form-fault" role="alert">
        {error === null ? "" : FaultText(error, say)}
      </p>
      <div className="admin-actions">
        <button
          type="button"
          className="button button-go"
          autoFocus
          onClick={() => void onSend().then(onDone, setError)}
        >
          {action}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {say("admin.cancel")}
        </button>
      </div>
    </div>
  );
}
