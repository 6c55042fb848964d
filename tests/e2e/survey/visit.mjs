// The customer's pages as his browser shows them, and the staff's pages on coming back to him.
// Tells what was seen as one JSON object.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Axe, TakePictures } from "../agent/pages.mjs";
import { asked, IsExpected, Launch, OpenPage, SignIn, Tell } from "../wall/browser.mjs";

const kPatienceMs = 30_000;
const kSizes = { tiny: [320, 700], phone: [390, 844], desk: [1366, 768], wall: [3840, 2160] };
const kScript = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kRules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const Shape = () => ({
  wide: document.documentElement.scrollWidth > innerWidth,
  language: document.documentElement.lang,
  scripts: document.scripts.length,
  raw: document.body.innerText.match(/\{\w+\}/g) ?? [],
});

// A page whose policy allows no script is looked at by one that is put in from outside.
async function Faults(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: kScript });
  const run = `axe.run(document, { runOnly: ${JSON.stringify(kRules)} })
    .then(({ violations }) => JSON.stringify(violations.map((one) =>
      one.id + ": " + one.nodes.map((node) => node.target).join(" "))))`;
  const { result } = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true });
  return JSON.parse(result.value);
}

// Where `address` is null the page that is open is taken as it is.
async function Pictures(page, name, address, seen) {
  for (const [size, [width, height]] of Object.entries(kSizes)) {
    await page.setViewportSize({ width, height });
    for (const theme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: theme });
      for (const language of address === null ? ["en"] : ["en", "zh"]) {
        if (address !== null) await page.goto(`${address}?lang=${language}`);
        const picture = `survey-${name}-${size}-${theme}-${language}`;
        await page.screenshot({ path: `${asked.pictures}/${picture}.png`, fullPage: true });
        seen.pictures.push({ name: picture, ...(await page.evaluate(Shape)) });
        seen.axe.push(...(await Faults(page)).map((one) => `${picture} ${one}`));
      }
    }
  }
  await page.setViewportSize({ width: 390, height: 844 });
}

const Heading = (page) => page.textContent("h1");

// As an impatient hand does; the browser stops the first of the two on its way.
async function DoubleClick(page) {
  await page.$eval("button[type=submit]", (button) => (button.click(), button.click()));
  await page.waitForLoadState("networkidle");
}

async function Answer(browser, seen) {
  const { context, page } = await OpenPage(browser, seen.faults, { locale: "en-GB" });
  page.on("dialog", (dialog) => (seen.dialogs.push(dialog.message()), dialog.dismiss()));
  await Pictures(page, "form", asked.unhappy, seen);
  await Pictures(page, "preference", `${asked.unhappy}/preference`, seen);
  await page.goto(`${asked.unhappy}?lang=en`);
  await page.fill("textarea", asked.attack);
  await page.click("button[type=submit]");
  await page.waitForSelector(".faults");
  seen.emptyHeading = await page.title();
  seen.keptWords = await page.inputValue("textarea");
  seen.focused = await page.evaluate(() => document.activeElement?.className);
  seen.axe.push(...(await Faults(page)).map((one) => `faults ${one}`));
  await page.screenshot({ path: `${asked.pictures}/survey-faults.png`, fullPage: true });
  // By keyboard alone: the first choice of each question.
  await page.focus("#put_right-no");
  await page.keyboard.press("Space");
  await page.focus("#csat-1");
  await page.keyboard.press("Space");
  await DoubleClick(page);
  seen.thanks = await page.textContent("main");
  await Pictures(page, "thanks", null, seen);
  await page.goto(asked.unhappy);
  seen.again = await Heading(page);
  await context.close();
}

const Go = (page, address) => page.evaluate((to) => (location.hash = to), address);

async function Tickets(page, seen) {
  await Go(page, `#/tickets/${asked.mailTicket}`);
  await page.waitForSelector("[data-delivery=delivered]", { timeout: kPatienceMs });
  await page.waitForSelector("[data-verdict=heard_bad]", { timeout: kPatienceMs });
  seen.scores = await page.textContent(".loop-heard_bad .loop-scores");
  await TakePictures(page, "followup-ticket", seen);
  await Go(page, `#/tickets/${asked.branchTicket}`);
  await page.click("[data-do=link]", { timeout: kPatienceMs });
  seen.link = await page.inputValue(".handover input");
  await page.waitForSelector("[data-do=told]");
  await page.click("[data-do=told]");
  await page.click(".told-form [type=submit]");
  await page.waitForSelector("[data-delivery=told]", { timeout: kPatienceMs });
}

async function Calls(page, seen) {
  await Go(page, "#/calls");
  const row = `[data-call="${asked.callLoop}"]`;
  await page.waitForSelector(row, { timeout: kPatienceMs });
  await TakePictures(page, "calls", seen);
  await page.click(`${row} [data-row]`);
  await page.keyboard.press("Enter");  // "I am calling" has the focus
  await page.waitForSelector(`${row} [data-do=answer]`, { timeout: kPatienceMs });
  await TakePictures(page, "calls-answer", seen);
  await page.click(`${row} [data-do=answer]`);
  seen.unchosen = await page.textContent(`${row} .call-form .form-fault`);
  await page.check(`${row} [name=csat][value="5"]`);
  await page.check(`${row} [name=nps][value="10"]`);
  await page.check(`${row} [name=put_right][value="true"]`);
  await page.focus(`${row} textarea`);
  await page.keyboard.type("All good now.");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(row, { state: "detached", timeout: kPatienceMs });
  seen.axe.push(...(await Axe(page)).map((one) => `calls ${one}`));
}

const browser = await Launch();
const seen = { faults: [], axe: [], pictures: [], dialogs: [] };
try {
  await Answer(browser, seen);
  const { page } = await OpenPage(browser, seen.faults);
  page.on("dialog", (dialog) => (seen.dialogs.push(dialog.message()), dialog.dismiss()));
  await SignIn(page);
  await Tickets(page, seen);
  await Calls(page, seen);
} finally {
  await browser.close();
}
// Chromium notes each page that is answered with 400: the form that came back.
const IsForm = (fault) => fault.includes("status of 400") && fault.includes("/s/");
seen.faults = seen.faults.filter((fault) => !IsExpected(fault) && !IsForm(fault));
Tell(seen);
