// A person judges two suggestions by keyboard: one is another matter, one is merged. Tells what was
// seen as one JSON object.
import { asked, IsExpected, Launch, OpenPage, SignIn, Tell } from "../wall/browser.mjs";
import { TakePictures } from "../agent/pages.mjs";

const kPatienceMs = 30_000;
const kSizes = { phone: [390, 844], wall: [1920, 1080] };

async function Open(page, number) {
  await page.evaluate((to) => (location.hash = to), `#/tickets/${number}`);
  await page.waitForSelector(`.matter >> text=${asked.first}`, { timeout: kPatienceMs });
  await page.focus("#desk-body");
}

async function Decline(page, seen) {
  await Open(page, asked.other);
  await page.keyboard.press("d");
  await page.waitForSelector(".matter", { state: "detached", timeout: kPatienceMs });
  seen.declined = true;
}

// The suggested ticket is chosen already: one key opens the form, one sends it.
async function Merge(page, seen) {
  await Open(page, asked.same);
  await TakePictures(page, "matter", seen, kSizes);
  await page.waitForSelector("[data-matter=merge]", { timeout: kPatienceMs });
  await page.focus("#desk-body");
  await page.keyboard.press("m");
  await page.waitForSelector("form[data-action=merge]", { timeout: kPatienceMs });
  seen.chosen = await page.inputValue("#field-into_ticket_id");
  await TakePictures(page, "matter-merge", seen, kSizes);
  await page.focus("#field-into_ticket_id");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".ticket-merged", { timeout: kPatienceMs });
  await page.waitForSelector(".matter", { state: "detached", timeout: kPatienceMs });
  seen.merged = true;
}

const browser = await Launch();
const faults = [];
const seen = { pictures: [], axe: [] };
const { page } = await OpenPage(browser, faults);
await SignIn(page);
await Decline(page, seen);
await Merge(page, seen);
await page.keyboard.press("?");
await page.waitForSelector("dialog[open]");
seen.help = await page.textContent("dialog");
seen.faults = faults.filter((fault) => !IsExpected(fault));
Tell(seen);
await browser.close();
