import { useCallback, useState, useSyncExternalStore } from "react";
import { SignOut } from "../api/client";
import type { WireSession } from "../api/wire";
import { BranchGrid } from "./branch_grid";
import { BreachList } from "./breach_list";
import { BreachVoice } from "./breach_voice";
import type { FigureWindow } from "../state/figures";
import { Quality } from "./figures/quality";
import { Headline } from "./headline";
import { useSpeech } from "./language";
import { TopBar, useWallState } from "./top_bar";
import { useNow } from "./use_now";
import { useWall, type WallData } from "./use_wall";

/** From here on everything is in sight at once; below, the page scrolls. wall.css has it too. */
const kWallSize = window.matchMedia("(min-width: 60rem) and (min-height: 30rem)");

function useWallSize(): boolean {
  return useSyncExternalStore(
    (changed) => {
      kWallSize.addEventListener("change", changed);
      return () => kWallSize.removeEventListener("change", changed);
    },
    () => kWallSize.matches,
  );
}

function useBranchName(data: WallData): (branchId: string) => string {
  const { language } = useSpeech();
  const branches = data.kpis?.branches;
  return useCallback(
    (branchId) => {
      const branch = branches?.find((one) => one.branchId === branchId);
      if (branch === undefined) return branchId;
      return language === "zh" ? branch.nameZh : branch.nameEn;
    },
    [branches, language],
  );
}

interface WallProps {
  session: WireSession;
  onSignedOut: () => void;
}

/** The operations wall. */
export function Wall({ session, onSignedOut }: WallProps) {
  const [window, setWindow] = useState<FigureWindow>("24h");
  const data = useWall(window, onSignedOut);
  const now = useNow(data.skewMs);
  const state = useWallState(data, now);
  const fit = useWallSize();
  const nameOf = useBranchName(data);
  const SignOutNow = (): void => void SignOut().then(onSignedOut, onSignedOut);
  const old = state.kind === "stale" || state.kind === "denied";
  return (
    <div className="wall" data-old={old || undefined}>
      <TopBar
        state={state}
        asOfMs={data.kpis?.asOfMs ?? null}
        now={now}
        session={session}
        onSignOut={SignOutNow}
      />
      <main className="wall-body">
        {data.kpis !== null && (
          <>
            <Headline kpis={data.kpis} history={data.history} />
            <Quality kpis={data.quality} window={window} onWindow={setWindow} />
            <BranchGrid branches={data.kpis.branches} fit={fit} />
          </>
        )}
        <BreachList state={data.breaches} now={now} skewMs={data.skewMs} nameOf={nameOf} />
        <BreachVoice breaches={data.breaches.breaches} nameOf={nameOf} />
      </main>
    </div>
  );
}
