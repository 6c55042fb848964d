import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { GetBranches } from "../../api/client";
import { GetPeople } from "../../api/desk";
import type { WireBranch, WirePerson, WireSession } from "../../api/wire";
import { useSpeech } from "../language";

/** Somebody who is not known may be new: the list is asked for again, at most this often. */
const kAgainMs = 60_000;
const kShortId = 8;

/** Who people and places are. */
export interface Directory {
  readonly session: WireSession;
  readonly branches: readonly WireBranch[];
  branchName: (branchId: string) => string;
  agentName: (agentId: string) => string;
}

const DirectoryContext = createContext<Directory | null>(null);

function usePeople(): [ReadonlyMap<string, WirePerson>, () => void] {
  const [people, setPeople] = useState<ReadonlyMap<string, WirePerson>>(new Map());
  const askedMs = useRef(Number.NEGATIVE_INFINITY);
  const Ask = useCallback(() => {
    if (performance.now() - askedMs.current < kAgainMs) return;
    askedMs.current = performance.now();
    // Without names the pages go on with ids: no failure is worth a word here.
    GetPeople().then(
      (all) => setPeople(new Map(all.map((one) => [one.agent_id, one]))),
      () => undefined,
    );
  }, []);
  return [people, Ask];
}

function useBranches(): readonly WireBranch[] {
  const [branches, setBranches] = useState<readonly WireBranch[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const Ask = (): void => {
      GetBranches().then(setBranches, () => {
        timer = setTimeout(Ask, kAgainMs / 10);
      });
    };
    Ask();
    return () => clearTimeout(timer);
  }, []);
  return branches;
}

interface ProviderProps {
  session: WireSession;
  children: ReactNode;
}

export function DirectoryProvider({ session, children }: ProviderProps) {
  const { language } = useSpeech();
  const [people, askPeople] = usePeople();
  const branches = useBranches();
  useEffect(askPeople, [askPeople]);
  const directory = useMemo<Directory>(
    () => ({
      session,
      branches,
      branchName: (id) => {
        const branch = branches.find((one) => one.branch_id === id);
        if (branch === undefined) return id;
        return language === "zh" ? branch.name_zh : branch.name_en;
      },
      agentName: (id) => {
        if (id === "") return "";
        const person = people.get(id);
        if (person === undefined && people.size > 0) askPeople();
        return person?.name ?? id.slice(0, kShortId);
      },
    }),
    [session, branches, people, language, askPeople],
  );
  return <DirectoryContext.Provider value={directory}>{children}</DirectoryContext.Provider>;
}

export function useDirectory(): Directory {
  const directory = useContext(DirectoryContext);
  if (directory === null) throw new Error("useDirectory outside of DirectoryProvider");
  return directory;
}
