// reading - answers are read by keyboard alone, in a real browser: from the list to an answer and on, its proof opened beside
// it, seen and checked with the words that show it, decided with a reason, back to the list; across candidates; the same
// without a script; in both languages, light and dark, at 1280, 820 and 390, and printed: every page is clean to axe, and
// nothing scrolls sideways.
// usage: node reading.mjs ORIGIN COOKIES SENDING PROJECT ASSESSMENT [--shots DIR]     COOKIES: of the expert, as JSON
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, cookies, sending, project, assessment] = process.argv.slice(2, 7);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
const place = `/sendings/${sending}/answers`;

const open = async (path, { width = 1280, height = 900, ...more } = {}) => {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...more });
  await context.addCookies(Object.entries(JSON.parse(cookies)).map(([name, value]) => ({ name, value, url: origin })));
  const tab = await context.newPage();
  tab.setDefaultTimeout(8000);
  tab.problems = [];
  tab.on("pageerror", (error) => tab.problems.push(`script: ${error.message}`));
  tab.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) tab.problems.push(`console: ${message.text()}`);
  });
  const got = await tab.goto(origin + path);
  if (got.status() !== 200) tab.problems.push(`${path}: ${got.status()}`);
  return tab;
};
const test = async (name, path, steps, options) => {
  const tab = await open(path, options);
  const problems = tab.problems;
  const is = (what, got, wanted) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) problems.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  try {
    await steps(tab, is);
  } catch (error) {
    problems.push(error.message.split("\n").slice(0, 4).join(" "));
  }
  if (shots !== undefined) await tab.screenshot({ path: join(shots, `reading-${name.replaceAll(/[^\w]+/g, "-")}.png`), fullPage: true });
  tell(name, problems);
  await tab.context().close();
};
const key = (tab, name) => tab.keyboard.press(name);
// A key that leads to another page.
const leave = async (tab, name) => {
  await Promise.all([tab.waitForNavigation(), key(tab, name)]);
  await tab.waitForLoadState("load");
};
const answer = async (tab, part) => (await (await tab.context().request.get(`${origin}/api/v1${place}/${part}`)).json()).answer;
const here = (tab) => decodeURIComponent(new URL(tab.url()).pathname).split("/").pop();
const focused = (tab) => tab.evaluate(() => document.activeElement.id || document.activeElement.tagName);

await test("from the list to an answer and on", place, async (tab, is) => {
  await key(tab, "j");
  await key(tab, "j");
  await key(tab, "k");
  is("the first row has the focus", await tab.evaluate(() => document.activeElement.matches("[data-row]") && document.activeElement.innerText.includes("POL-01")), true);
  await leave(tab, "Enter");
  is("its answer is there", here(tab), "POL-01");
  await leave(tab, "j");
  is("the next", here(tab), "POL-05");
  await leave(tab, "ArrowRight");
  await leave(tab, "ArrowLeft");
  await leave(tab, "k");
  is("and back", here(tab), "POL-01");
  await leave(tab, "u");
  is("up to the list", here(tab), "answers");
});

await test("what was chosen stays chosen", `${place}?show=failed`, async (tab, is) => {
  await key(tab, "j");
  await leave(tab, "Enter");
  is("the first that fails", here(tab), "POL-05");
  is("the choice goes along", new URL(tab.url()).searchParams.get("show"), "failed");
  await leave(tab, "u");
  is("and back", new URL(tab.url()).search, "?show=failed");
});

await test("all keys are told by the question mark", `${place}/POL-01`, async (tab, is) => {
  await key(tab, "?");
  const list = tab.locator("#keys");
  await list.waitFor();
  const told = await list.innerText();
  for (const words of ["next", "up to the list", "seen", "checked", "it passes"]) is(`the list says ${words}`, told.includes(words), true);
  await key(tab, "Escape");
  await list.waitFor({ state: "hidden" });
});

await test("a proof is opened beside, and the answer is seen", `${place}/POL-01`, async (tab, is) => {
  await leave(tab, "o");
  is("the proof stands beside", (await tab.locator("pre").first().innerText()).includes("The hosting service is in scope."), true);
  await key(tab, "s");
  is("the form is open, in its first field", await focused(tab), "f-proof.title");
  await tab.keyboard.type("Policy 3.1");
  await tab.keyboard.press("Tab");
  await tab.keyboard.type("4");
  for (let i = 0; i < 12 && (await focused(tab)) !== "f-said_by"; i += 1) await key(tab, "Tab");
  is("who said it is reached", await focused(tab), "f-said_by");
  await tab.keyboard.type("jkscpf");
  is("letters are typed where one writes", await tab.locator("#f-said_by").inputValue(), "jkscpf");
  for (let i = 0; i < 20 && !(await tab.evaluate(() => document.activeElement.value === "seen" && document.activeElement.name === "basis")); i += 1) await key(tab, "Tab");
  await leave(tab, "Enter");
  const now = await answer(tab, "POL-01");
  is("it is seen", [now.state, now.seen.body.said_by.role, now.seen.body.proof.page], ["seen", "jkscpf", "4"]);
  is("and the page says so", (await tab.locator(".seen-so").innerText()).includes("jkscpf"), true);
});

await test("checked with something else than was claimed", `${place}/POL-05`, async (tab, is) => {
  await key(tab, "s");
  await tab.keyboard.type("Register");
  const more = tab.locator("#mark details summary");
  for (let i = 0; i < 25 && !(await more.evaluate((element) => element === document.activeElement)); i += 1) await key(tab, "Tab");
  if (!(await tab.locator("#mark details").evaluate((element) => element.open))) await key(tab, "Enter");
  for (let i = 0; i < 25 && (await tab.evaluate(() => document.activeElement.name)) !== "fields.trained"; i += 1) await key(tab, "Tab");
  await tab.keyboard.type("20");
  for (let i = 0; i < 25 && (await tab.evaluate(() => document.activeElement.name)) !== "fields.staff"; i += 1) await key(tab, "Tab");
  await tab.keyboard.type("20");
  for (let i = 0; i < 25 && !(await tab.evaluate(() => document.activeElement.name === "basis")); i += 1) await key(tab, "Tab");
  await leave(tab, "c");
  const now = await answer(tab, "POL-05");
  is("checked, and it passes now", [now.state, now.verdict], ["checked", "pass"]);
});

await test("decided with a reason", `${place}/PHY-01`, async (tab, is) => {
  await key(tab, "p");
  is("the reason is asked for first", await focused(tab), "f-reason");
  await tab.keyboard.type("the four are in the plan");
  for (let i = 0; i < 5 && !(await tab.evaluate(() => document.activeElement.name === "state")); i += 1) await key(tab, "Tab");
  await leave(tab, "p");
  is("it passes", (await answer(tab, "PHY-01")).verdict, "pass");
  is("the page says who decided and why", (await tab.locator("main").innerText()).includes("the four are in the plan"), true);
});

await test("keys that are switched off do nothing", `${place}/POL-01`, async (tab, is) => {
  await tab.evaluate(() => localStorage.setItem("palier-keys", "off"));
  await key(tab, "j");
  await key(tab, "s");
  is("nothing happens", [here(tab), await tab.locator("#mark").evaluate((element) => element.open)], ["POL-01", false]);
});

await test("without a script", `${place}/AUD-10`, async (tab, is) => {
  await tab.locator("#mark > summary").click();
  await tab.locator("#f-said_by").fill("Head of operations");
  await Promise.all([tab.waitForNavigation(), tab.getByRole("button", { name: "Seen", exact: true }).click()]);
  is("it is seen", (await answer(tab, "AUD-10")).state, "seen");
  await tab.getByRole("link", { name: "All answers" }).click();
  is("the list", here(tab), "answers");
}, { javaScriptEnabled: false });

await test("one question across candidates", `/projects/${project}/questionnaires/across/POL-01`, async (tab, is) => {
  is("whose answers are not there is named", (await tab.locator("main").innerText()).includes("South Web"), true);
  await leave(tab, "j");
  is("the next question", here(tab), "POL-05");
  await leave(tab, "k");
  is("and back", here(tab), "POL-01");
});

const pages = [["answers", place], ["answer", `${place}/POL-01`], ["rows", `${place}/AUD-10`], ["across", `/projects/${project}/questionnaires/across/POL-01`],
  ["compare", `/projects/${project}/questionnaires/compare`], ["findings", `/sendings/${sending}/findings`], ["finding", `/sendings/${sending}/findings/BCK-02`],
  ["suggestions", `/assessments/${assessment}/suggestions?basis=seen`], ["area", `/assessments/${assessment}/suggestions?basis=claimed&area=PA08`],
  ["step", `/assessments/${assessment}/marks/PA08/1.1?basis=claimed`], ["grid", `/assessments/${assessment}/marks?suggested=1&basis=claimed`]];
for (const [name, path] of pages) {
  for (const [what, options] of [["1280", {}], ["820 in French", { width: 820 }], ["390 dark", { width: 390, colorScheme: "dark" }]]) {
    await test(`${name} at ${what}`, what.endsWith("French") ? `${path}${path.includes("?") ? "&" : "?"}lang=fr` : path, async (tab, is) => {
      await tab.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
      await tab.evaluate(axe);
      const found = await tab.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      is("axe", found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 2).map((node) => node.target).join(", ")}`), []);
      is("nothing scrolls sideways", await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      await tab.emulateMedia({ media: "print" });
      if (name !== "grid") is("nor on paper", await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      await tab.emulateMedia({ media: shots === undefined ? "print" : "screen" });
    }, options);
  }
}

await browser.close();
end();
