// A call is taken down, and the ticket worked to its end by keyboard, as one agent would, while
// another one (by `otherKey`) interferes. Tells what was seen as one JSON object.
import { asked, IsExpected, Launch, OpenPage, SignIn, Tell } from "../wall/browser.mjs";
import { TakePictures } from "./pages.mjs";

const kPatienceMs = 30_000;
const kStepsMax = 250;
const kReply = "We have refunded the second charge today.";

function CountPosts(page, posts) {
  page.on("request", (request) => {
    if (request.method() !== "POST") return;
    posts.push({ path: new URL(request.url()).pathname, body: request.postData() });
  });
}

const Go = (page, address) => page.evaluate((to) => (location.hash = to), address);

// Ctrl+Enter twice in a row, as an impatient hand does: one submission follows.
async function TakeDown(page, seen) {
  await Go(page, "#/new");
  await page.waitForSelector("input[name=query]");
  await page.fill("input[name=query]", asked.caller);
  await page.keyboard.press("Enter");
  await page.fill("textarea[name=words]", asked.words);
  await page.fill("input[name=place]", asked.place);
  await page.waitForSelector("select[data-suggested]", { timeout: kPatienceMs });
  seen.suggested = await page.inputValue("#taking-category");
  await page.selectOption("#taking-category", "fee");
  await page.focus("textarea[name=words]");
  await page.keyboard.press("End");
  await page.keyboard.type(" Please call back.");
  await page.waitForTimeout(1000);
  seen.chosen = await page.inputValue("#taking-category");
  await TakePictures(page, "agent-new", seen);
  await page.focus("textarea[name=words]");
  const start = Date.now();
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("[data-number]", { timeout: kPatienceMs });
  seen.numberMs = Date.now() - start;
  seen.number = await page.getAttribute("[data-number]", "data-number");
  await TakePictures(page, "agent-number", seen);
}

const RowOf = (number) => `[data-row]:has(.row-number:text-is("${number}"))`;

const At = (page) =>
  page.evaluate(() => document.activeElement?.querySelector(".row-number")?.textContent);

const FirstOf = (page) => page.textContent("[data-row] .row-number");

async function StepTo(page, key, number) {
  for (let step = 0; step < kStepsMax; ++step) {
    await page.keyboard.press(key);
    if ((await At(page)) === number) return;
  }
  throw new Error(`${key} never came to ${number}`);
}

async function TakeByKey(page, seen) {
  await Go(page, "#/inbox");
  await page.waitForSelector(RowOf(seen.number), { timeout: kPatienceMs });
  seen.row = await page.textContent(RowOf(seen.number));
  await TakePictures(page, "agent-inbox", seen);
  await page.keyboard.press("/");
  await page.keyboard.type(seen.number);
  await page.keyboard.press("Enter");
  seen.found = await At(page);
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  seen.searchLeft = await page.inputValue(".inbox-search");
  await StepTo(page, "k", await FirstOf(page));
  await StepTo(page, "j", seen.number);
  await page.keyboard.press("t");
  await page.waitForSelector(`${RowOf(seen.number)} .chip-taken`, { timeout: kPatienceMs });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".ticket-head");
}

async function ReplyOfTheOther(seen) {
  const headers = {
    authorization: `Bearer ${asked.otherKey}`,
    "content-type": "application/json",
  };
  const at = new URL(`/v1/tickets/${seen.ticketId}/`, asked.url);
  const body = JSON.stringify({
    request_id: crypto.randomUUID(),
    seen_version: 0,
    text: "The other one was quicker.",
  });
  const answer = await fetch(new URL("reply", at), { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`the other reply: ${answer.status} ${await answer.text()}`);
}

// What is half written survives a reload, and nothing goes out over what another one said.
async function ReplyAfterLooking(page, seen) {
  await page.keyboard.press("r");
  await page.waitForSelector("form[data-action=reply] textarea");
  await page.keyboard.type(kReply);
  await page.reload();
  await page.waitForSelector("form[data-action=reply] textarea");
  seen.draft = await page.inputValue("form[data-action=reply] textarea");
  await ReplyOfTheOther(seen);
  await page.waitForSelector("[data-between=replied]", { timeout: kPatienceMs });
  await TakePictures(page, "agent-ticket", seen);
  await page.focus("form[data-action=reply] textarea");
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(500);
  seen.sentUnlooked = seen.posts.filter((one) => one.path.endsWith("/reply")).length;
  seen.draftKept = await page.inputValue("form[data-action=reply] textarea");
  await page.click("[data-between] button");
  await page.focus("form[data-action=reply] textarea");
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => document.querySelectorAll("[data-said=replied]").length === 2);
  seen.replies = await page.locator("[data-said=replied] .said-text").allTextContents();
  seen.draftAfter = await page.inputValue("form[data-action=reply] textarea");
}

async function NoteAndResolve(page, seen) {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await Go(page, `#/tickets/${seen.number}`);
  await page.waitForSelector("[data-do=note]");
  await page.keyboard.press("n");
  await page.waitForSelector("form[data-action=note] textarea");
  await page.keyboard.type("<img src=x onerror=alert(1)> seen in the ledger");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("[data-said=noted]", { timeout: kPatienceMs });
  seen.note = await page.textContent("[data-said=noted] .said-text");
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await page.waitForSelector("form[data-action=resolve] textarea");
  await page.keyboard.type("Refunded.");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".ticket-head .chip-resolved", { timeout: kPatienceMs });
  await Go(page, "#/inbox");
  await page.waitForSelector("[data-row], .empty", { timeout: kPatienceMs });
  await page.waitForTimeout(1000);
  seen.leftInbox = await page.locator(RowOf(seen.number)).count();
}

// An inbox that hears nothing says so, and goes on by itself when it can.
async function LoseTheNetwork(page, context, seen) {
  await context.setOffline(true);
  await page.waitForSelector("[data-live=offline], [data-live=broken]", { timeout: kPatienceMs });
  seen.offline.push(await page.getAttribute("[data-live]", "data-live"));
  await context.setOffline(false);
  await page.waitForSelector("[data-live=live]", { timeout: 2 * kPatienceMs });
  seen.offline.push("live");
}

const faults = [];
const seen = { posts: [], pictures: [], axe: [], offline: [] };
const browser = await Launch();
try {
  const { page, context } = await OpenPage(browser, faults, { reducedMotion: "reduce" });
  page.setDefaultTimeout(kPatienceMs);
  CountPosts(page, seen.posts);
  await SignIn(page);
  await TakeDown(page, seen);
  const given = await page.evaluate(async (number) =>
    (await (await fetch(`/v1/tickets/${number}`)).json()).ticket, seen.number);
  seen.ticketId = given.ticket_id;
  await TakeByKey(page, seen);
  await ReplyAfterLooking(page, seen);
  await NoteAndResolve(page, seen);
  seen.faults = faults.filter((fault) => !IsExpected(fault));
  await LoseTheNetwork(page, context, seen);
  Tell(seen);
} finally {
  await browser.close();
}
