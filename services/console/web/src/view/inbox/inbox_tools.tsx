import type { RefObject } from "react";
import type { Whose } from "../../state/inbox";
import { useDirectory } from "../desk/directory";
import { useSpeech } from "../language";

const kWhose: readonly Whose[] = ["all", "mine", "nobody"];

export interface Chosen {
  readonly branchId: string;
  readonly whose: Whose;
  readonly search: string;
}

interface ToolsProps {
  chosen: Chosen;
  count: number;
  searchRef: RefObject<HTMLInputElement | null>;
  onChosen: (chosen: Chosen) => void;
}

function BranchFilter({ chosen, onChosen }: Pick<ToolsProps, "chosen" | "onChosen">) {
  const { say } = useSpeech();
  const { branches, branchName } = useDirectory();
  return (
    <select
      className="select"
      aria-label={say("inbox.branch")}
      value={chosen.branchId}
      onChange={(event) => onChosen({ ...chosen, branchId: event.target.value })}
    >
      <option value="">{say("inbox.branch.all")}</option>
      {branches.map((branch) => (
        <option key={branch.branch_id} value={branch.branch_id}>
          {branchName(branch.branch_id)}
        </option>
      ))}
    </select>
  );
}

/** What of the inbox is shown. */
export function InboxTools({ chosen, count, searchRef, onChosen }: ToolsProps) {
  const { say } = useSpeech();
  return (
    <div className="inbox-tools" role="search">
      <BranchFilter chosen={chosen} onChosen={onChosen} />
      <div className="segments" role="group" aria-label={say("inbox.whose")}>
        {kWhose.map((whose) => (
          <button
            key={whose}
            type="button"
            className="segment"
            aria-pressed={chosen.whose === whose}
            onClick={() => onChosen({ ...chosen, whose })}
          >
            {say(`inbox.whose.${whose}`)}
          </button>
        ))}
      </div>
      <input
        ref={searchRef}
        className="input inbox-search"
        type="search"
        aria-label={say("inbox.search")}
        placeholder={say("inbox.search")}
        value={chosen.search}
        onChange={(event) => onChosen({ ...chosen, search: event.target.value })}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") {
            onChosen({ ...chosen, search: "" });
            event.currentTarget.blur();
          }
          if (event.key === "Enter") document.querySelector<HTMLElement>("[data-row]")?.focus();
        }}
      />
      <p className="inbox-count" aria-live="polite">
        {say("inbox.count", { count })}
      </p>
    </div>
  );
}
