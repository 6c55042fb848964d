import type { RefObject } from "react";
import { kDimensions, kSeverities, kTypes, type Choice } from "../../state/triage";
import { useSpeech } from "../language";
import { LabelText } from "./label";
import type { TriageData } from "./use_triage";

/** So many categories have a digit of their own. */
const kDigits = 9;

interface RowProps {
  output: "type" | "severity" | "dimension";
  stroke: string;
  words: readonly string[];
  choice: Choice;
  onChange: (part: Partial<Choice>) => void;
}

// Radio buttons: one key goes round, the arrows and the finger choose.
function ChoiceRow({ output, stroke, words, choice, onChange }: RowProps) {
  const speech = useSpeech();
  const { say } = speech;
  return (
    <fieldset className="choice" data-output={output}>
      <legend>
        {say(`triage.output.${output}`)} <kbd aria-hidden="true">{stroke}</kbd>
      </legend>
      <div className="choice-words">
        {words.map((word) => (
          <label key={word} className="choice-word">
            <input
              type="radio"
              name={`triage-${output}`}
              value={word}
              checked={choice[output] === word}
              onChange={() => onChange({ [output]: word })}
            />
            <span>{LabelText(output, word, speech)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Choices({ data, choice }: { data: TriageData; choice: Choice }) {
  const rows: readonly Pick<RowProps, "output" | "stroke" | "words">[] = [
    { output: "type", stroke: "t", words: kTypes },
    { output: "severity", stroke: "s", words: kSeverities },
    { output: "dimension", stroke: "d", words: kDimensions },
  ];
  return (
    <div className="choices">
      {rows.map((row) => (
        <ChoiceRow key={row.output} {...row} choice={choice} onChange={data.change} />
      ))}
    </div>
  );
}

interface CategoriesProps {
  data: TriageData;
  choice: Choice;
  listed: readonly string[];
  query: string;
  search: RefObject<HTMLInputElement | null>;
  onQuery: (query: string) => void;
}

/** One press decides: the category that was chosen, with the rest as it stands. */
export function Categories({ data, choice, listed, query, search, onQuery }: CategoriesProps) {
  const { say, sayCategory } = useSpeech();
  const decide = (category: string): void => (onQuery(""), data.decide(category));
  return (
    <section className="panel triage-categories" aria-labelledby="triage-categories">
      <h2 id="triage-categories">{say("triage.categories")}</h2>
      <input
        ref={search}
        className="input"
        type="search"
        name="category-search"
        aria-label={say("triage.search")}
        placeholder={say("triage.search")}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          const first = listed[0];
          if (event.key !== "Enter" || event.nativeEvent.isComposing || first === undefined) return;
          event.preventDefault();
          decide(first);
        }}
      />
      {listed.length === 0 && <p className="panel-note">{say("triage.search.none")}</p>}
      <ul className="category-list">
        {listed.map((category, place) => (
          <li key={category}>
            <button
              type="button"
              className="category-button"
              data-category={category}
              aria-keyshortcuts={place < kDigits ? String(place + 1) : undefined}
              onClick={() => decide(category)}
            >
              <kbd aria-hidden="true">{place < kDigits ? place + 1 : ""}</kbd>
              <span>{sayCategory(category)}</span>
              {category === choice.category && (
                <span className="category-suggested">{say("triage.suggested")}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
