import type { Correction } from "../state/triage";
import { Get, Post } from "./client";
import type { WireCorrected, WireTriage } from "./wire_triage";

/** As many as one answer holds. */
const kPageSize = 50;

/** What nobody was sure of, oldest first. */
export function GetTriage(): Promise<WireTriage> {
  return Get<WireTriage>(`/v1/triage?page_size=${kPageSize}`);
}

export function Correct(
  feedbackId: string,
  requestId: string,
  correction: Correction,
): Promise<WireCorrected> {
  const path = `/v1/classifications/${encodeURIComponent(feedbackId)}/correction`;
  return Post<WireCorrected>(path, { request_id: requestId, ...correction });
}
