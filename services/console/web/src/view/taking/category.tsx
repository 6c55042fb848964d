import { CategoryOf } from "../../state/taking";
import { kMessages } from "../../text/messages";
import { useSpeech } from "../language";
import type { TakingData } from "./use_taking";

const kFamily = "category.";
const kCategories = Object.keys(kMessages.en)
  .filter((id) => id.startsWith(kFamily))
  .map((id) => id.slice(kFamily.length));

/** Suggested while one types; what a person chose stays. */
export function Category({ data }: { data: TakingData }) {
  const { say, sayCategory } = useSpeech();
  const { taking, change } = data;
  const { suggestion, chosenCategory } = taking;
  const category = CategoryOf(taking);
  const listed = kCategories.includes(category) || category === "";
  const all = listed ? kCategories : [category, ...kCategories];
  const share = Math.round((suggestion?.category_probability ?? 0) * 100);
  const rests = chosenCategory === "" && suggestion !== null;
  return (
    <div className="form-field">
      <label htmlFor="taking-category">{say("taking.category")}</label>
      <select
        id="taking-category"
        className="select"
        data-suggested={rests || undefined}
        value={category}
        onChange={(event) => {
          const chosen = event.target.value;
          change((before) => ({ ...before, chosenCategory: chosen }));
        }}
      >
        <option value="">{say("taking.category.auto")}</option>
        {all.map((one) => (
          <option key={one} value={one}>
            {sayCategory(one)}
          </option>
        ))}
      </select>
      <p className="caller-hint" role="status">
        {rests && share > 0 && say("taking.suggested.share", { share })}
        {rests && share === 0 && say("taking.suggested")}
        {chosenCategory !== "" && say("taking.chosen")}
      </p>
    </div>
  );
}
