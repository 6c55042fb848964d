import { useRef, useState } from "react";
import { ApiError } from "../../api/client";
import { KeepPolicy, type WirePolicy } from "../../api/admin";
import { LineOf, OffsetOf, Pretty } from "../../state/administration";
import { FaultText } from "../desk/notice";
import { useSpeech } from "../language";

interface EditorProps {
  policy: WirePolicy;
  onKept: (version: number) => void;
  onCancel: () => void;
}

/** The document as text. What the service refuses is said beside the place that it means. */
export function Editor({ policy, onKept, onCancel }: EditorProps) {
  const { say } = useSpeech();
  const [text, setText] = useState(() => Pretty(policy.document));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const field = error instanceof ApiError ? (error.problem?.parameters?.["field"] ?? "") : "";
  const offset = field === "" ? -1 : OffsetOf(text, field);

  const Refused = (fault: unknown): void => {
    setError(fault);
    const place = fault instanceof ApiError ? (fault.problem?.parameters?.["field"] ?? "") : "";
    const at = place === "" ? -1 : OffsetOf(text, place);
    if (at < 0) return;
    const end = text.indexOf("\n", at);
    area.current?.focus();
    area.current?.setSelectionRange(at, end < 0 ? text.length : end);
  };
  const Keep = (): void => {
    setBusy(true);
    setError(null);
    KeepPolicy(policy.kind, text)
      .then((kept) => onKept(kept.version), Refused)
      .finally(() => setBusy(false));
  };
  const detail = error instanceof ApiError ? (error.problem?.parameters?.["detail"] ?? "") : "";
  return (
    <div className="panel admin-panel">
      <label className="form-field">
        <span>{say("policy.text")}</span>
        <textarea
          ref={area}
          className="input admin-text"
          name="document"
          rows={22}
          spellCheck={false}
          value={text}
          aria-invalid={error !== null}
          aria-describedby="policy-fault"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p id="policy-fault" className="form-fault" role="alert" data-field={field}>
        {error !== null && field === "" && FaultText(error, say)}
        {field !== "" && offset < 0 && say("policy.fault", { field, detail })}
        {offset >= 0 && say("policy.fault.at", { line: LineOf(text, offset), field, detail })}
      </p>
      <div className="admin-actions">
        <button type="button" className="button button-go" disabled={busy} onClick={Keep}>
          {say("policy.keep")}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {say("admin.cancel")}
        </button>
      </div>
    </div>
  );
}
