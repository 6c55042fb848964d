import { useCallback, useEffect, useState } from "react";
import { ListContributors } from "../../api/client";
import type { WireContributor, WireContributors, WireKpi } from "../../api/wire";
import { AddressOf, type FigurePlace } from "../../state/place";
import { FormatClock, FormatCount, FormatMoment } from "../../text/format";
import { DeskBar } from "../desk/desk_bar";
import { useDirectory } from "../desk/directory";
import { Notice } from "../desk/notice";
import { useSpeech } from "../language";
import { ValueText } from "./value";

const kSides = ["both", "numerator", "denominator"] as const;

interface Listed {
  readonly page: WireContributors | null;
  readonly rows: readonly WireContributor[];
  readonly asking: boolean;
  readonly error: unknown;
}

const kNothing: Listed = { page: null, rows: [], asking: true, error: null };

// A list is of one instant: it is asked for once, and further pages follow on it.
function useListed(place: FigurePlace): [Listed, () => void, () => void] {
  const [listed, setListed] = useState<Listed>(kNothing);
  const address = AddressOf(place);
  const Ask = useCallback(
    (token: string) => {
      setListed((before) => ({ ...(token === "" ? kNothing : before), asking: true, error: null }));
      ListContributors(place, token).then(
        (page) =>
          setListed((before) => ({
            page,
            rows: token === "" ? page.contributors : [...before.rows, ...page.contributors],
            asking: false,
            error: null,
          })),
        (error: unknown) => setListed((before) => ({ ...before, asking: false, error })),
      );
    },
    // The address says all that the place does.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [address],
  );
  useEffect(() => Ask(""), [Ask]);
  const More = (): void => Ask(listed.page?.next_page_token ?? "");
  return [listed, More, () => Ask("")];
}

/** One number, with its parts and the instant that it is of. */
function Number({ kpi, label }: { kpi: WireKpi | null; label: string }) {
  const speech = useSpeech();
  const { language, say } = speech;
  if (kpi === null) return null;
  const time = FormatClock(kpi.as_of === null ? null : Date.parse(kpi.as_of), language);
  const parts = {
    numerator: FormatCount(kpi.numerator, language),
    denominator: FormatCount(kpi.denominator, language),
  };
  return (
    <div className="figure-number" data-rebuilding={kpi.rebuilding || undefined}>
      <dt>{label}</dt>
      <dd>
        <span className="figure-number-value">{ValueText(kpi, speech)}</span>
        <span className="figure-number-parts">{say("figure.parts", parts)}</span>
        <span className="figure-number-age">
          {kpi.rebuilding ? say("state.rebuilding") : say("state.asof", { time })}
        </span>
      </dd>
    </div>
  );
}

function Rows({ rows }: { rows: readonly WireContributor[] }) {
  const { language, say, sayCategory } = useSpeech();
  const { branchName } = useDirectory();
  return (
    <div className="figures-scroll" tabIndex={0} role="region" aria-label={say("figure.tickets")}>
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">{say("figure.ticket")}</th>
            <th scope="col">{say("figure.numerator")}</th>
            <th scope="col">{say("figure.denominator")}</th>
            <th scope="col">{say("figure.time")}</th>
            <th scope="col">{say("figures.by.branch")}</th>
            <th scope="col">{say("figures.by.category")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.ticket_id}${row.feedback_id}`} data-contributor={row.number}>
              <th scope="row">
                {row.number === "" ? (
                  say("figure.feedback", { id: row.feedback_id.slice(0, 8) })
                ) : (
                  <a href={AddressOf({ page: "ticket", number: row.number, action: "" })}>
                    {row.number}
                  </a>
                )}
              </th>
              <td>{row.numerator}</td>
              <td>{row.denominator}</td>
              <td>{FormatMoment(Date.parse(row.time ?? ""), language)}</td>
              <td>{row.branch_id === "" ? say("figures.nowhere") : branchName(row.branch_id)}</td>
              <td>{sayCategory(row.category)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Sides({ place }: { place: FigurePlace }) {
  const { say } = useSpeech();
  return (
    <nav className="figures-choice" aria-label={say("figure.side")}>
      {kSides.map((side) => (
        <a
          key={side}
          className="navigation-link"
          href={AddressOf({ ...place, side })}
          aria-current={side === place.side ? "true" : undefined}
        >
          {say(`figure.side.${side}`)}
        </a>
      ))}
    </nav>
  );
}

function Where({ place }: { place: FigurePlace }) {
  const { say, sayCategory } = useSpeech();
  const { branchName } = useDirectory();
  const parts = [
    say(`window.${place.window}`),
    place.branchId === "" ? "" : branchName(place.branchId),
    place.category === "" ? "" : sayCategory(place.category),
    place.provisional ? say("figures.provisional") : "",
  ];
  return <p className="figure-where">{parts.filter((part) => part !== "").join(" · ")}</p>;
}

interface FigureProps {
  place: FigurePlace;
  onSignedOut: () => void;
}

/** Who is behind one number: the tickets of its numerator and of its denominator. */
export function FigurePage({ place, onSignedOut }: FigureProps) {
  const { say } = useSpeech();
  const [listed, More, Again] = useListed(place);
  const { page, rows } = listed;
  const title = say(`measure.${place.name}` as "measure.csat");
  return (
    <div className="desk">
      <DeskBar
        page="figure"
        title={title}
        live="none"
        onHelp={() => undefined}
        onSignedOut={onSignedOut}
      />
      <main id="desk-body" className="figures-page" tabIndex={-1}>
        <h2 className="figure-title">{title}</h2>
        <Where place={place} />
        {page !== null && (
          <dl className="figure-numbers">
            <Number kpi={page.listed} label={say("figure.listed")} />
            <Number kpi={page.live} label={say("figure.live")} />
          </dl>
        )}
        <Sides place={place} />
        {listed.error !== null && <Notice error={listed.error} onAgain={Again} />}
        {rows.length > 0 && <Rows rows={rows} />}
        {page !== null && rows.length === 0 && listed.error === null && (
          <p className="empty">{say("figure.nobody")}</p>
        )}
        {listed.asking && <p className="figures-note">{say("wall.loading")}</p>}
        {page !== null && page.next_page_token !== "" && !listed.asking && (
          <button type="button" className="button" onClick={More} data-more>
            {say("figure.more")}
          </button>
        )}
      </main>
    </div>
  );
}
