import { kAdminEn } from "./admin_en";
import { kDeskEn } from "./desk_en";
import { kFollowupEn } from "./followup_en";
import { kFiguresEn } from "./figures_en";
import { kInboxEn } from "./inbox_en";
import { kTakingEn } from "./taking_en";
import { kTicketEn } from "./ticket_en";
import { kTriageEn } from "./triage_en";

/** Every text of the pages. The other languages have the same keys and the same {places}. */
export const en = {
  ...kAdminEn,
  ...kDeskEn,
  ...kFollowupEn,
  ...kFiguresEn,
  ...kInboxEn,
  ...kTakingEn,
  ...kTicketEn,
  ...kTriageEn,

  "product": "Recourse",
  "wall.title": "Operations wall",
  "wall.loading": "Asking for the figures…",

  "headline.title": "Now",
  "headline.inflow": "Feedback per minute",
  "headline.inflow.note": "last 5 min",
  "headline.open": "Open tickets",
  "headline.open.note": "now",
  "headline.risk": "At risk",
  "headline.risk.note": "due soon",
  "headline.owed": "Breached, still owed",
  "headline.owed.note": "{count} in the last hour",
  "headline.compliance": "Answered in time",
  "headline.compliance.note": "{kept} of {finished}, last hour",
  "headline.compliance.none": "no clock ended in the last hour",
  "headline.spark": "Feedback per minute over the last {minutes} minutes, highest {most}",

  "branches.title": "Branches",
  "branches.note": "worst first",
  "branches.empty": "No branches yet",
  "branches.empty.remedy": "Import an organisation: recoursectl org import FILE",
  "branches.more": "{count} more, {open} open",
  "branch.open": "open",
  "branch.risk": "at risk",
  "branch.owed": "breached",
  "branch.inflow": "per min",

  "breaches.title": "Breaches",
  "breaches.note": "as they happen",
  "breaches.empty": "No breach",
  "breaches.empty.note": "Every promise is kept so far.",
  "breaches.waiting": "Waiting for the stream…",
  "breach.new": "new",
  "breach.answered": "answered late by",
  "breach.overdue": "overdue",
  "breach.said.one": "New breach: {number}, {branch}",
  "breach.said.many": "{count} new breaches, the latest {number}, {branch}",

  "state.live": "Live",
  "state.asof": "as of {time}",
  "state.stale": "Stale: figures from {time}",
  "state.stale.none": "No figures: the console cannot be reached",
  "state.stream": "Breaches interrupted, connecting again",
  "state.rebuilding": "Counters are rebuilding: not yet the whole",
  "state.denied": "This account may not see the wall: ask an administrator for the role operations",

  "switch.language": "中文",
  "switch.language.label": "切换到中文",
  "switch.theme.auto": "Theme: as the device",
  "switch.theme.light": "Theme: light",
  "switch.theme.dark": "Theme: dark",
  "switch.signout": "Sign out",

  "signin.title": "Sign in",
  "signin.lead": "Feedback that comes back answered.",
  "signin.user": "User name",
  "signin.password": "Password",
  "signin.submit": "Sign in",
  "signin.busy": "Signing in…",
  "signin.wrong": "User name or password is wrong. Try again, or ask an administrator to reset it.",
  "signin.limited": "Too many tries. Wait {seconds} seconds and try again.",
  "signin.unavailable": "Signing in does not work just now. Try again shortly; nothing is lost.",
  "signin.unreachable": "The console cannot be reached. Check the network and try again.",

  "category.account": "Account",
  "category.app": "App and web",
  "category.atm": "ATM",
  "category.branch_service": "Branch service",
  "category.card": "Card",
  "category.channels": "Channels",
  "category.fee": "Fees",
  "category.fraud": "Fraud",
  "category.loan": "Loan",
  "category.other": "Other",
  "category.phone_service": "Phone service",
  "category.privacy": "Privacy",
  "category.products": "Products",
  "category.safety": "Safety",
  "category.transfer": "Transfer",
  "category.wealth": "Wealth",
};
