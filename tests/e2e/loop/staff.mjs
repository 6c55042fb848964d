// The parts of the staff, one by `asked.step`: the person on the phone takes a call down, the agent
// takes, answers and resolves the ticket, operations look at the wall. Tells what was seen.
import { asked, IsExpected, Launch, OpenPage, SignIn, Tell } from "../wall/browser.mjs";
import { TakePictures } from "../agent/pages.mjs";

const kPatienceMs = 30_000;

const Go = (page, address) => page.evaluate((to) => (location.hash = to), address);

// The caller is found by his number.
async function TakeDown(page, seen) {
  await Go(page, "#/new");
  await page.waitForSelector("input[name=query]");
  await page.fill("input[name=query]", asked.caller);
  await page.waitForSelector(".caller-option");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-customer]");
  await page.fill("textarea[name=words]", asked.words);
  await page.fill("input[name=place]", asked.place);
  await page.focus("textarea[name=words]");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("[data-number]");
  seen.number = await page.getAttribute("[data-number]", "data-number");
  await TakePictures(page, "loop-number", seen);
}

async function Say(page, key, action, words) {
  await page.keyboard.press(key);
  await page.waitForSelector(`form[data-action=${action}] textarea`);
  await page.keyboard.type(words);
  await page.keyboard.press("Control+Enter");
}

async function Work(page) {
  await Go(page, `#/tickets/${asked.number}`);
  await page.waitForSelector(".ticket-head");
  await page.keyboard.press("t");
  await page.waitForSelector(".ticket-head .chip-taken");
  await Say(page, "r", "reply", asked.reply);
  await page.waitForSelector("[data-said=replied]");
  await page.keyboard.press("Escape");
  await Say(page, "e", "resolve", asked.resolution);
  await page.waitForSelector(".ticket-head .chip-resolved");
}

async function LookAtTicket(page, seen) {
  await Go(page, `#/tickets/${asked.number}`);
  await page.waitForSelector("[data-loop]");
  seen.loops = await page.$$eval("[data-loop]", (all) =>
    all.map((one) => ({ state: one.dataset.loop, verdict: one.dataset.verdict })));
  seen.ticket = await page.textContent("main");
  await TakePictures(page, "loop-ticket", seen);
}

async function LookAtWall(page, seen) {
  await Go(page, "#/");
  await page.waitForSelector("[data-figure=open]");
  seen.figures = await page.$$eval("[data-figure]", (all) =>
    Object.fromEntries(all.map((one) => [one.dataset.figure, one.textContent])));
  await TakePictures(page, "loop-wall", seen);
}

async function LookAtCalls(page, seen) {
  await Go(page, "#/calls");
  await page.waitForSelector("#calls-make");
  await TakePictures(page, "loop-calls", seen);
}

// Pages that nobody needs for a loop, once it has filled them.
const kOthers = {
  "loop-figures": ["#/figures", "table"],
  "loop-figure": ["#/figures/csat?window=24h", ".figure-number"],
  "loop-organization": ["#/admin/organization", "main .panel"],
  "loop-users": ["#/admin/users", "[data-user]"],
  "loop-keys": ["#/admin/keys", "main form"],
  "loop-policies": ["#/admin/policies", "main .panel"],
  "loop-policy": ["#/admin/policies/sla", "main .panel"],
};

async function LookAtOthers(page, seen) {
  for (const [name, [address, shown]] of Object.entries(kOthers)) {
    await Go(page, address);
    await page.waitForSelector(shown);
    await TakePictures(page, name, seen);
  }
}

const kSteps = {
  call: TakeDown,
  work: Work,
  look: async (page, seen) => {
    await LookAtTicket(page, seen);
    await LookAtWall(page, seen);
    await LookAtCalls(page, seen);
  },
  others: LookAtOthers,
};

const faults = [];
const seen = { pictures: [], axe: [] };
const browser = await Launch();
try {
  const { page } = await OpenPage(browser, faults, { reducedMotion: "reduce" });
  page.setDefaultTimeout(kPatienceMs);
  await SignIn(page);
  await kSteps[asked.step](page, seen);
  seen.faults = faults.filter((fault) => !IsExpected(fault));
  Tell(seen);
} finally {
  await browser.close();
}
