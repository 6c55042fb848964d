import { useCallback, useState } from "react";
import {
  ActivatePolicy,
  GetActivations,
  GetPolicy,
  GetVersions,
  RollBackPolicy,
  type WireActivation,
  type WirePolicy,
} from "../../api/admin";
import { Difference, Excerpt, Pretty } from "../../state/administration";
import { FormatMoment } from "../../text/format";
import { useSpeech } from "../language";
import { Editor } from "./editor";
import { ReasonForm, Shown } from "./parts";
import { KindName } from "./policies";
import { Reading } from "./reading";
import { Trial } from "./trial";
import { useAsked } from "./use_asked";

interface Everything {
  active: WirePolicy;
  versions: WirePolicy[];
  activations: WireActivation[];
}

function useKind(kind: string) {
  return useAsked(
    useCallback(async (): Promise<Everything> => {
      const [active, versions, activations] = await Promise.all([
        GetPolicy(kind),
        GetVersions(kind),
        GetActivations(kind),
      ]);
      return { active, versions, activations };
    }, [kind]),
  );
}

function Changes({ before, after }: { before: string; after: string }) {
  const { say } = useSpeech();
  const lines = Excerpt(Difference(before, after));
  if (lines.every((line) => line === null)) return <p>{say("policy.same")}</p>;
  return (
    <pre className="admin-diff" tabIndex={0} aria-label={say("policy.changes")}>
      {lines.map((line, at) => (
        <span key={at} className={`admin-diff-${line?.kind ?? "skip"}`}>
          {line === null ? "⋯" : `${{ same: " ", gone: "−", new: "+" }[line.kind]} ${line.text}`}
        </span>
      ))}
    </pre>
  );
}

interface DraftProps {
  active: WirePolicy;
  version: number;
  onDone: () => void;
  onCancel: () => void;
}

/** A version beside the active one, before it becomes active. */
function Activation({ active, version, onDone, onCancel }: DraftProps) {
  const { say } = useSpeech();
  const asked = useAsked(
    useCallback(() => GetPolicy(active.kind, version), [active.kind, version]),
  );
  return (
    <div className="panel admin-panel">
      <h2>{say("policy.activate.title", { version, active: active.version })}</h2>
      <Shown asked={asked}>
        {(policy) => (
          <>
            <Changes before={active.document} after={policy.document} />
            {active.kind === "rules" && <Trial document={policy.document} />}
          </>
        )}
      </Shown>
      <ReasonForm
        label={say("admin.reason")}
        action={say("policy.activate")}
        needed
        onSend={(reason) => ActivatePolicy(active.kind, version, reason)}
        onDone={onDone}
        onCancel={onCancel}
      />
    </div>
  );
}

function History({ data, onChoose }: { data: Everything; onChoose: (version: number) => void }) {
  const { say, language } = useSpeech();
  return (
    <div className="panel admin-panel">
      <h2>{say("policy.versions")}</h2>
      <ul>
        {data.versions.map((one) => (
          <li key={one.version} className="admin-row" data-version={one.version}>
            <div className="admin-row-main">
              <strong>{say("policies.version", { version: one.version })}</strong>
              {one.active && <span className="chip chip-taken">{say("policy.active")}</span>}
            </div>
            <span className="admin-muted">
              {FormatMoment(Date.parse(one.recorded_time ?? ""), language)}
            </span>
            <span className="admin-muted">{one.actor_name}</span>
            <div className="admin-actions">
              {!one.active && (
                <button
                  type="button"
                  className="button button-small"
                  aria-label={say("policy.look.of", { version: one.version })}
                  onClick={() => onChoose(one.version)}
                >
                  {say("policy.look")}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <h2>{say("policy.history")}</h2>
      <ol className="admin-history">
        {data.activations.map((one) => (
          <li key={one.activation}>
            <span>{say(`policy.cause.${one.cause}`, { version: one.version })}</span>{" "}
            <span className="admin-muted">
              {FormatMoment(Date.parse(one.recorded_time ?? ""), language)} {one.actor_name}
            </span>
            {one.note !== "" && <p>{one.note}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}

type Doing = { what: "edit" } | { what: "activate"; version: number } | { what: "rollback" };

function Body({ data, again }: { data: Everything; again: () => void }) {
  const { say } = useSpeech();
  const [doing, setDoing] = useState<Doing | null>(null);
  const Over = (): void => (setDoing(null), again());
  const { active } = data;
  return (
    <>
      {doing === null && (
        <div className="admin-actions">
          <button
            type="button"
            className="button button-go"
            onClick={() => setDoing({ what: "edit" })}
          >
            {say("policy.edit")}
          </button>
          {data.activations.length > 1 && (
            <button type="button" className="button" onClick={() => setDoing({ what: "rollback" })}>
              {say("policy.rollback")}
            </button>
          )}
        </div>
      )}
      {doing?.what === "edit" && (
        <Editor
          policy={active}
          onKept={(version) => (setDoing({ what: "activate", version }), again())}
          onCancel={() => setDoing(null)}
        />
      )}
      {doing?.what === "activate" && (
        <Activation
          active={active}
          version={doing.version}
          onDone={Over}
          onCancel={() => setDoing(null)}
        />
      )}
      {doing?.what === "rollback" && (
        <div className="panel admin-panel">
          <h2>{say("policy.rollback.title")}</h2>
          <ReasonForm
            label={say("admin.reason")}
            action={say("policy.rollback")}
            needed
            onSend={(reason) => RollBackPolicy(active.kind, reason)}
            onDone={Over}
            onCancel={() => setDoing(null)}
          />
        </div>
      )}
      <Reading policy={active} />
      <details className="panel admin-panel">
        <summary>{say("policy.document")}</summary>
        <pre className="admin-document" tabIndex={0} aria-label={say("policy.document")}>
          {Pretty(active.document)}
        </pre>
      </details>
      <History data={data} onChoose={(version) => setDoing({ what: "activate", version })} />
    </>
  );
}

/** One kind of policy: as it holds, as it is written, and how it came to be so. */
export function PolicyPage({ kind }: { kind: string }) {
  const { say } = useSpeech();
  const asked = useKind(kind);
  return (
    <section className="admin-policy" aria-label={KindName(kind, say)}>
      <div className="panel-head">
        <h2>{KindName(kind, say)}</h2>
        {asked.value !== null && (
          <span className="panel-note" data-active={asked.value.active.version}>
            {say("policies.version", { version: asked.value.active.version })}
          </span>
        )}
      </div>
      <Shown asked={asked}>{(data) => <Body data={data} again={asked.again} />}</Shown>
    </section>
  );
}
