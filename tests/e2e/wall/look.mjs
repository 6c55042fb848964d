// Looks at the pages as people do: signs in, sees the numbers move, and takes their pictures in
// every size, theme and language. Tells what it saw as one JSON object.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { asked, IsExpected, Launch, OpenPage, SignIn, Tell } from "./browser.mjs";

const kSizes = { phone: [390, 844], desk: [1366, 768], wall: [3840, 2160] };
const kMoveMs = 60_000;
const kAxe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const Figures = () =>
  Object.fromEntries(
    [...document.querySelectorAll("[data-figure]")].map((figure) => [
      figure.dataset.figure,
      figure.querySelector(".figure-value").textContent,
    ]),
  );

const Shape = () => ({
  scrolls: document.documentElement.scrollHeight > innerHeight + 1,
  wide: document.documentElement.scrollWidth > innerWidth + 1,
  language: document.documentElement.lang,
  ground: getComputedStyle(document.documentElement).backgroundColor,
  state: document.querySelector("[data-state]")?.dataset.state,
  branches: document.querySelectorAll("[data-branch-id]").length,
  // Text that is cut off, and rows that are cut in half.
  cut: [...document.querySelectorAll(".figure-value, .figure-label, .tile-name, .count dd")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
    .map((one) => one.textContent),
  smallest: Math.min(
    ...[...document.querySelectorAll(".wall *")]
      .filter((one) => one.children.length === 0 && one.textContent.trim() !== "")
      .filter((one) => !one.closest(".unseen"))
      .map((one) => parseFloat(getComputedStyle(one).fontSize)),
  ),
});

async function Axe(page) {
  await page.evaluate(kAxe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
  );
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`);
}

async function SwitchTo(page, language) {
  const now = await page.evaluate(() => document.documentElement.lang);
  if (!now.startsWith(language)) await page.click("[data-switch=language]");
}

// A wall that hears nothing must say so, and must go on by itself when it can.
async function LoseTheNetwork(page, context) {
  const states = [];
  await context.setOffline(true);
  await page.waitForSelector("[data-state=stale]", { timeout: 20_000 });
  await page.screenshot({ path: `${asked.pictures}/wall-stale.png` });
  states.push("stale");
  await context.setOffline(false);
  await page.waitForSelector("[data-state=live]", { timeout: 40_000 });
  states.push("live");
  return states;
}

async function WaitForMovement(page) {
  const first = await page.evaluate(Figures);
  const seen = [first];
  const end = Date.now() + kMoveMs;
  while (Date.now() < end) {
    await page.waitForTimeout(1000);
    const now = await page.evaluate(Figures);
    seen.push(now);
    if (now.open !== first.open && now.inflow !== first.inflow) break;
  }
  return seen;
}

// One page is signed in; its context is resized and repainted, as a wall is that nobody reloads.
async function TakePictures(page, pictures) {
  for (const [size, [width, height]] of Object.entries(kSizes)) {
    await page.setViewportSize({ width, height });
    for (const theme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme: theme });
      for (const language of ["en", "zh"]) {
        await SwitchTo(page, language);
        await page.waitForTimeout(900);
        const name = `wall-${size}-${theme}-${language}`;
        await page.screenshot({ path: `${asked.pictures}/${name}.png` });
        pictures.push({ name, ...(await page.evaluate(Shape)) });
      }
    }
  }
}

const kCalm = { reducedMotion: "reduce" };

async function Look(browser, faults) {
  const { page, context } = await OpenPage(browser, faults, kCalm);
  const signedOut = { pictures: [], axe: [] };
  await page.goto(asked.url);
  await page.waitForSelector("input[name=user]");
  for (const theme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${asked.pictures}/sign-in-${theme}.png` });
    signedOut.axe.push(...(await Axe(page)));
  }
  await SignIn(page);
  const figures = await WaitForMovement(page);
  await page.waitForTimeout(asked.settleMs);
  const pictures = [];
  const axe = [];
  await TakePictures(page, pictures);
  await page.setViewportSize({ width: 1366, height: 768 });
  for (const theme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.waitForTimeout(300);
    axe.push(...(await Axe(page)));
  }
  // Afresh: the keyboard goes on from where somebody last clicked.
  await page.reload();
  await page.waitForSelector('[data-state="live"]');
  await page.keyboard.press("Tab");
  const focus = await page.evaluate(() => document.activeElement?.tagName);
  const faultsSoFar = [...faults];
  const offline = await LoseTheNetwork(page, context);
  await page.click("[data-switch=signout]");
  await page.waitForSelector("input[name=user]");
  const after = await page.evaluate(async () => (await fetch("/v1/kpis")).status);
  await context.close();
  return {
    figures,
    pictures,
    axe: [...signedOut.axe, ...axe],
    focus,
    offline,
    afterSignOut: after,
    faults: faultsSoFar.filter((fault) => !IsExpected(fault)),
  };
}

const browser = await Launch();
try {
  Tell(await Look(browser, []));
} finally {
  await browser.close();
}
