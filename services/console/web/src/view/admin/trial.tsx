import { useState } from "react";
import { PreviewRules, type WireMade, type WireTrial } from "../../api/admin";
import { ChangedRules, kSeverities } from "../../state/administration";
import type { MessageId } from "../../text/messages";
import { FaultText } from "../desk/notice";
import { useSpeech, type Speech } from "../language";

const kDays = 7;

function MadeText(made: WireMade, { say, sayCategory }: Speech): string {
  const severity = kSeverities.indexOf(made.severity) + 1;
  return [
    sayCategory(made.category),
    say(`trial.type.${made.type}` as MessageId),
    say(`severity.${severity}` as MessageId),
  ].join(" · ");
}

function RuleTable({ trial }: { trial: WireTrial }) {
  const { say } = useSpeech();
  const rules = ChangedRules(trial.rules);
  return (
    <table className="admin-table trial-rules" data-trial="rules">
      <caption>{say("trial.idle", { count: trial.rules.length - rules.length })}</caption>
      {rules.length > 0 && (
        <thead>
          <tr>
            <th scope="col">{say("trial.rule")}</th>
            <th scope="col">{say("trial.before")}</th>
            <th scope="col">{say("trial.after")}</th>
          </tr>
        </thead>
      )}
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.rule_id} data-rule={rule.rule_id}>
            <th scope="row">{rule.rule_id}</th>
            <td>{rule.before}</td>
            <td>{rule.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ChangeTable({ trial }: { trial: WireTrial }) {
  const speech = useSpeech();
  const { say } = speech;
  return (
    <table className="admin-table trial-changes" data-trial="changes">
      <caption>{say("trial.changes", { count: trial.changes.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{say("trial.text")}</th>
          <th scope="col">{say("trial.before")}</th>
          <th scope="col">{say("trial.after")}</th>
        </tr>
      </thead>
      <tbody>
        {trial.changes.map((change) => (
          <tr key={change.feedback_id} data-feedback={change.feedback_id}>
            <td className="admin-words">{change.text}</td>
            <td data-label={say("trial.before")}>
              {MadeText(change.before, speech)}{" "}
              <span className="admin-muted">{change.before.rule_id}</span>
            </td>
            <td data-label={say("trial.after")}>
              {MadeText(change.after, speech)}{" "}
              <span className="admin-muted">{change.after.rule_id}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What rules would have made of what was said: counts, each rule, and what would change. */
export function TrialResult({ trial }: { trial: WireTrial }) {
  const { say } = useSpeech();
  return (
    <>
      <p role="status" data-trial="counts">
        {say("trial.counts", {
          feedback: trial.feedback,
          category: trial.category_changed,
          type: trial.type_changed,
          severity: trial.severity_changed,
        })}
        {trial.incomplete && ` ${say("trial.incomplete")}`}
      </p>
      {trial.feedback > 0 && <RuleTable trial={trial} />}
      {trial.changes.length > 0 && <ChangeTable trial={trial} />}
    </>
  );
}

/** Tries a document of rules on what was said in the last days; nothing is kept of it. */
export function Trial({ document }: { document: string }) {
  const { say } = useSpeech();
  const [trial, setTrial] = useState<WireTrial | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const Try = (): void => {
    setBusy(true);
    setError(null);
    PreviewRules(document, kDays)
      .then(setTrial, setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="admin-trial">
      <div className="admin-actions">
        <button type="button" className="button" disabled={busy} onClick={Try}>
          {say(busy ? "admin.loading" : "trial.try", { days: kDays })}
        </button>
      </div>
      <p className="form-fault" role="alert">
        {error === null ? "" : FaultText(error, say)}
      </p>
      {trial !== null && <TrialResult trial={trial} />}
    </div>
  );
}
