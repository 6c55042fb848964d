import { ToLookAt, type Told } from "./facts";

/** What somebody who writes has seen of the ticket, and what came in between. */
export interface Looked {
  /** The version that the next command may name as seen. */
  readonly version: number;
  /** What is to be looked at before anything is sent; null: nothing. */
  readonly between: Told | null;
}

/**
 * While nothing is written all is seen as it comes. Once something is written, what another person
 * did stands between, and the version stays, until the writer says that he has looked.
 */
export function Look(
  seen: number,
  told: readonly Told[],
  current: number,
  writing: boolean,
  agentId: string,
): Looked {
  if (!writing) return { version: current, between: null };
  const between = ToLookAt(
    told.filter((one) => one.version > seen),
    agentId,
  );
  return between === null ? { version: current, between } : { version: seen, between };
}
