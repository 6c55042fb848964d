import { ApiError } from "../../api/client";
import { kMessages, type MessageId } from "../../text/messages";
import { useSpeech, type Speech } from "../language";

/** What a failure means for the person, and what to do. */
export function FaultText(error: unknown, say: Speech["say"]): string {
  if (!(error instanceof ApiError)) return say("fault.broken");
  if (error.slug === "unreachable") return say("fault.unreachable");
  const id = `refusal.${error.slug}`;
  if (id in kMessages.en) return say(id as MessageId);
  if (error.status === 403) return say("fault.denied");
  if (error.status === 404) return say("fault.missing");
  if (error.status === 503 || error.status === 429) return say("fault.busy");
  const detail = error.problem?.detail;
  return detail === undefined ? say("fault.broken") : say("fault.refused", { detail });
}

interface NoticeProps {
  error: unknown;
  onAgain?: () => void;
}

/** In place of what could not be shown. */
export function Notice({ error, onAgain }: NoticeProps) {
  const { say } = useSpeech();
  return (
    <div className="empty" role="alert">
      <p className="empty-title">{say("fault.title")}</p>
      <p className="empty-note">{FaultText(error, say)}</p>
      {onAgain !== undefined && (
        <button type="button" className="button" onClick={onAgain}>
          {say("fault.again")}
        </button>
      )}
    </div>
  );
}
