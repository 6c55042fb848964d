import type { WireKpi } from "../../api/wire";
import {
  FiguresOf,
  Find,
  kColumns,
  kWindows,
  RowsBy,
  type By,
  type FigureRow,
} from "../../state/figures";
import { AddressOf, type FiguresPlace } from "../../state/place";
import { FormatClock } from "../../text/format";
import { DeskBar, type Live } from "../desk/desk_bar";
import { useDirectory } from "../desk/directory";
import { useSpeech } from "../language";
import { useFigureWatch, type WatchedFigures } from "./use_figures";
import { FigureLink } from "./value";

const kBys: readonly By[] = ["branch", "category"];

function Choices({ place }: { place: FiguresPlace }) {
  const { say } = useSpeech();
  return (
    <div className="figures-tools">
      <nav className="figures-choice" aria-label={say("figures.by")}>
        {kBys.map((by) => (
          <a
            key={by}
            className="navigation-link"
            href={AddressOf({ ...place, by })}
            aria-current={by === place.by ? "true" : undefined}
          >
            {say(`figures.by.${by}`)}
          </a>
        ))}
      </nav>
      <nav className="figures-choice" aria-label={say("figures.window")}>
        {kWindows.map((window) => (
          <a
            key={window}
            className="navigation-link"
            href={AddressOf({ ...place, window })}
            aria-current={window === place.window ? "true" : undefined}
          >
            {say(`window.${window}`)}
          </a>
        ))}
      </nav>
    </div>
  );
}

interface RowProps {
  row: FigureRow;
  name: string;
  place: FiguresPlace;
}

function Row({ row, name, place }: RowProps) {
  const { say } = useSpeech();
  const where = place.by === "branch" ? { branchId: row.id } : { category: row.id };
  return (
    <tr data-row={row.id}>
      <th scope="row">{name}</th>
      {kColumns.map((column) => (
        <td key={column}>
          <FigureLink
            kpi={Find(row.kpis, column)}
            window={place.window}
            label={`${name}, ${say(`measure.${column}`)}`}
            {...where}
          />
        </td>
      ))}
    </tr>
  );
}

interface TableProps {
  place: FiguresPlace;
  total: readonly WireKpi[];
  rows: FigureRow[];
}

function Table({ place, total, rows }: TableProps) {
  const { say, sayCategory } = useSpeech();
  const { branchName } = useDirectory();
  const NameOf = (id: string): string => {
    if (id === "") return say("figures.nowhere");
    return place.by === "branch" ? branchName(id) : sayCategory(id);
  };
  return (
    <div className="figures-scroll" tabIndex={0} role="region" aria-label={say("figures.title")}>
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">{say(`figures.by.${place.by}`)}</th>
            {kColumns.map((column) => (
              <th key={column} scope="col">
                {say(`measure.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} name={NameOf(row.id)} place={place} />
          ))}
        </tbody>
        <tfoot>
          <Row row={{ id: "", kpis: total }} name={say("figures.whole")} place={place} />
        </tfoot>
      </table>
    </div>
  );
}

function LiveOf(watched: WatchedFigures): Live {
  if (!watched.live) return "broken";
  return watched.heardMs === 0 ? "waiting" : "live";
}

function Age({ kpis }: { kpis: readonly WireKpi[] }) {
  const { language, say } = useSpeech();
  const times = kpis.flatMap((kpi) => (kpi.as_of === null ? [] : [Date.parse(kpi.as_of)]));
  const rebuilding = kpis.some((kpi) => kpi.rebuilding);
  const time = FormatClock(times.length === 0 ? null : Math.min(...times), language);
  return (
    <p className="figures-age" data-rebuilding={rebuilding || undefined}>
      {rebuilding ? say("state.rebuilding") : say("state.asof", { time })}
    </p>
  );
}

interface FiguresProps {
  place: FiguresPlace;
  onSignedOut: () => void;
}

/** Every measure by branch or by category; each number opens the tickets behind it. */
export function FiguresPage({ place, onSignedOut }: FiguresProps) {
  const { say } = useSpeech();
  const view = `${place.window}:${place.by}`;
  const total = `${place.window}:none`;
  const watched = useFigureWatch([view, total]);
  const rows = RowsBy(FiguresOf(watched.book, view), place.by);
  const whole = FiguresOf(watched.book, total);
  return (
    <div className="desk">
      <DeskBar
        page="figures"
        title={say("figures.title")}
        live={LiveOf(watched)}
        onHelp={() => undefined}
        onSignedOut={onSignedOut}
      />
      <main id="desk-body" className="figures-page" tabIndex={-1}>
        <Choices place={place} />
        <Age kpis={whole} />
        {rows.length === 0 && whole.length === 0 ? (
          <p className="empty">{say("wall.loading")}</p>
        ) : (
          <Table place={place} total={whole} rows={rows} />
        )}
        <p className="figures-note">{say("figures.note")}</p>
      </main>
    </div>
  );
}
