// Pictures of the agent's pages in every size, theme and language, and what a machine can tell of
// their fitness.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { asked } from "../wall/browser.mjs";

const kSizes = { tiny: [360, 740], phone: [390, 844], desk: [1366, 768], wall: [3840, 2160] };
const kAxe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kRules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export async function Axe(page) {
  await page.evaluate(kAxe);
  const { violations } = await page.evaluate((rules) =>
    window.axe.run(document, { runOnly: rules }), kRules);
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`);
}

async function SwitchTo(page, language) {
  const now = await page.evaluate(() => document.documentElement.lang);
  if (!now.startsWith(language)) await page.click("[data-switch=language]");
}

const Shape = () => ({
  wide: document.documentElement.scrollWidth > innerWidth + 1,
  language: document.documentElement.lang,
  // A text of the pages that was not found shows its places or its id.
  raw: (document.body.innerText.match(/\{\w+\}|\b(inbox|taking|triage|clock|fact)\.[a-z_]+/g) ?? []),
});

/** Takes the pictures of the page that is open and puts it back as it was. */
export async function TakePictures(page, name, seen, sizes = kSizes) {
  for (const [size, [width, height]] of Object.entries(sizes)) {
    await page.setViewportSize({ width, height });
    for (const theme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      for (const language of ["en", "zh"]) {
        await SwitchTo(page, language);
        await page.waitForTimeout(300);
        const picture = `${name}-${size}-${theme}-${language}`;
        await page.screenshot({ path: `${asked.pictures}/${picture}.png` });
        seen.pictures.push({ name: picture, ...(await page.evaluate(Shape)) });
      }
      if (size !== "wall") seen.axe.push(...(await Axe(page)).map((one) => `${name} ${one}`));
    }
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await SwitchTo(page, "en");
}
