/** Code points [begin, end) of the text as it was sent. */
export interface WireEvidence {
  begin: number;
  end: number;
  term: string;
}

/** What the model says of one output: type, category, dimension, sentiment, severity. */
export interface WireEstimate {
  output: string;
  label: string;
  probability: number;
  calibrated: boolean;
  abstained: boolean;
  evidence: WireEvidence[];
}

export interface WireClassification {
  type: string;
  category: string;
  category_probability: number;
  dimension: string;
  sentiment: number;
  severity: string;
  language: string;
  rule_id: string;
  model_version: string;
  /** Of the second tier, which looks at meaning; empty where it was not asked. */
  second_model_version: string;
  evidence: WireEvidence[];
  estimates: WireEstimate[];
  triage: boolean;
}

export interface WireTriageItem {
  feedback_id: string;
  text: string;
  text_missing: boolean;
  channel: string;
  recorded_time?: string;
  ordinal: number;
  classification: WireClassification;
}

export interface WireTriage {
  items: WireTriageItem[];
  next_page_token: string;
  /** 10,000 stands for that and more. */
  total: number;
  categories: string[];
}

export interface WireCorrected {
  ordinal: number;
  classification: WireClassification;
}
