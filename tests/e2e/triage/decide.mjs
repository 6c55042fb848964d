// One person decides what the classifier leaves to people, by keyboard, while another one (by
// `otherKey`) is faster once. Tells what was seen as one JSON object.
import { asked, IsExpected, Launch, OpenPage, SignIn, Tell } from "../wall/browser.mjs";
import { TakePictures } from "../agent/pages.mjs";

const kPatienceMs = 30_000;
const kSizes = { tiny: [360, 740], phone: [390, 844], desk: [1366, 768], wall: [1920, 1080] };

function Watch(page, posts) {
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() !== "POST" || !pathname.endsWith("/correction")) return;
    posts.push({ id: pathname.split("/")[3], ...JSON.parse(request.postData()) });
  });
}

const At = (page) => page.getAttribute("main", "data-at");
const Told = (page) => page.getAttribute(".triage-told", "data-told");
const Checked = (page, output) =>
  page.getAttribute(`[data-output=${output}] input:checked`, "value");

async function Press(page, key, before) {
  const start = Date.now();
  await page.keyboard.press(key);
  await page.waitForFunction(
    (id) => document.querySelector("main").dataset.at !== id, before, { timeout: kPatienceMs });
  return Date.now() - start;
}

async function Settle(page, count, posts) {
  const until = Date.now() + kPatienceMs;
  while (posts.length < count && Date.now() < until) await page.waitForTimeout(20);
}

async function ByTheOther(id) {
  const answer = await fetch(new URL(`/v1/classifications/${id}/correction`, asked.url), {
    method: "POST",
    headers: { authorization: `Bearer ${asked.otherKey}`, "content-type": "application/json" },
    body: JSON.stringify({ request_id: crypto.randomUUID(), category: "app" }),
  });
  if (!answer.ok) throw new Error(`the other one: ${answer.status} ${await answer.text()}`);
}

// Type changed, then the suggestion confirmed; the next item is there at once. The pictures left the
// focus on a switch, whose Enter is its own.
async function ConfirmSuggestion(page, seen) {
  await page.focus("#desk-body");
  seen.first = await At(page);
  seen.marked = await page.$$eval("mark", (marks) => marks.map((mark) => mark.textContent));
  seen.estimates = await page.$$eval("[data-estimate]", (all) => all.map((one) => one.textContent));
  await page.keyboard.press("t");
  seen.typeChosen = await Checked(page, "type");
  seen.nextMs = await Press(page, "Enter", seen.first);
  await Settle(page, 1, seen.posts);
}

async function ChooseByDigit(page, seen) {
  seen.second = await At(page);
  await page.keyboard.press("d");
  seen.dimension = await Checked(page, "dimension");
  seen.digit = await page.getAttribute(".category-list li:nth-child(3) button", "data-category");
  await Press(page, "3", seen.second);
  await Settle(page, 2, seen.posts);
}

async function UndoAndSearch(page, seen) {
  const now = await At(page);
  await Press(page, "u", now);
  seen.undone = await At(page);
  seen.undoneTold = await Told(page);
  await page.keyboard.press("/");
  await page.keyboard.type("loan");
  await Press(page, "Enter", seen.undone);
  await Settle(page, 4, seen.posts);
}

async function BeLate(page, seen) {
  seen.late = await At(page);
  await ByTheOther(seen.late);
  await Press(page, "Enter", seen.late);
  await page.waitForSelector("[data-told=failed]", { timeout: kPatienceMs });
  seen.lateTold = await page.textContent(".triage-told");
  seen.lateBack = (await At(page)) === seen.late;
}

async function Walk(page, seen) {
  const start = await At(page);
  await Press(page, "j", start);
  const next = await At(page);
  await Press(page, "ArrowUp", next);
  seen.walked = [start !== next, (await At(page)) === start];
  seen.focus = await page.evaluate(() => document.activeElement?.dataset.feedback);
}

async function Finish(page, seen) {
  for (let left = 0; left < asked.count && (await page.$("[data-act=confirm]")) !== null; ++left) {
    const before = await At(page);
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (id) => document.querySelector("main").dataset.at !== id, before, { timeout: kPatienceMs });
  }
  await page.waitForSelector(".triage .empty", { timeout: kPatienceMs });
  seen.waitingAtLast = await page.getAttribute("[data-waiting]", "data-waiting");
}

const browser = await Launch();
const faults = [];
const seen = { posts: [], pictures: [], axe: [], faults };
const { page } = await OpenPage(browser, faults);
Watch(page, seen.posts);
await SignIn(page);
await page.click('a[href="#/triage"]');
await page.waitForSelector("[data-act=confirm]", { timeout: kPatienceMs });
await TakePictures(page, "triage", seen, kSizes);
await ConfirmSuggestion(page, seen);
await ChooseByDigit(page, seen);
await UndoAndSearch(page, seen);
await Walk(page, seen);
await BeLate(page, seen);
await page.keyboard.press("?");
await page.waitForSelector("dialog[open]");
seen.help = await page.textContent("dialog");
await page.keyboard.press("Escape");
await Finish(page, seen);
await TakePictures(page, "triage-none", seen, kSizes);
seen.faults = faults.filter((fault) => !IsExpected(fault) && !fault.includes("409"));
Tell(seen);
await browser.close();
