// grid - marks in the grid of an assessment, as people set them: by keys while the server is killed, by touch, without a
// script, two at once, without a connection, signed out. After each, what the database has is asked of the house.
// usage: node grid.mjs ORIGIN CONTROL PEOPLE [--shots DIR]      (started by tests/http/test_grid.py)
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, control, cookies] = process.argv.slice(2, 5);
const people = JSON.parse(cookies);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
if (shots !== undefined) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
const ask = async (path) => (await fetch(control + path)).json();
const marks = async (id) => new Map((await ask(`/cells/${id}`)).cells.map((cell) => [cell.part, cell]));
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

let problems = [];
const hold = (is, words) => is || problems.push(words);
const come = async (who, id, { query = "", ...options } = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en", reducedMotion: "reduce", ...options });
  await context.addCookies(Object.entries(people[who]).map(([name, value]) => ({ name, value, url: origin })));
  const tab = await context.newPage();
  tab.setDefaultTimeout(8000);
  tab.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  tab.on("console", (message) => {
    if (message.type() === "error" && !/ERR_|status of (4|5)\d\d/.test(message.text())) problems.push(`console: ${message.text()}`);
  });
  await tab.goto(`${origin}/assessments/${id}/marks${query}`);
  return tab;
};
const cell = (tab, part) => tab.locator(`.grid td a[href^="marks/${part}?"]`);
const press = async (tab, ...keys) => {
  for (const key of keys) await tab.keyboard.press(key);
};
// By hand: what waits in the page would be compiled there, which its policy forbids.
const until = async (tab, what, is) => {
  for (const last = performance.now() + 20000; performance.now() < last; await sleep(50)) if (await tab.evaluate(is)) return;
  throw new Error(`${what}, in vain: "${await tab.locator("#saved").textContent()}"`);
};
const saved = (tab) => until(tab, "waited until it was saved", () => document.querySelectorAll(".grid .w").length === 0 &&
  /\d\d:\d\d:\d\d/.test(document.getElementById("saved").textContent));
const told = (tab, text) => until(tab, `waited for "${text}"`, `document.getElementById("saved").textContent.includes(${JSON.stringify(text)})`);
const named = (tab, part) => cell(tab, part).getAttribute("aria-label");
const shoot = async (tab, name) => {
  if (shots !== undefined) await tab.screenshot({ path: join(shots, `${name}.png`) });
};
// What axe can see of WCAG 2.1 AA, in the state in which the page is.
const look = async (tab, state) => {
  await tab.evaluate(axe);
  const result = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
  for (const each of result.violations) {
    problems.push(`${state}: axe ${each.id}: ${each.nodes.slice(0, 2).map((node) => node.html.slice(0, 200)).join(" | ")}`);
  }
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  hold(wide <= 0, `${state}: scrolls sideways by ${wide}`);
};
// What the script has made of the cells is what the server makes of them.
const same = async (tab, state) => {
  const drawn = () => tab.evaluate(() => Object.fromEntries([...document.querySelectorAll(".grid td")].map((td) => [td.cell.part,
    [[...td.classList].filter((name) => name !== "sel").sort().join(" "), td.firstChild.textContent, td.firstChild.getAttribute("aria-label")].join(" | ")])));
  const before = await drawn();
  await tab.reload();
  const after = await drawn();
  for (const part of Object.keys(after)) hold(before[part] === after[part], `${state}: ${before[part]} is drawn as ${after[part]}`);
};
const act = async (name, steps) => {
  problems = [];
  const begun = performance.now();
  try {
    await steps();
  } catch (error) {
    problems.push(error.message.split("\n").slice(0, 4).join(" "));
  }
  tell(name, problems);
  for (const context of browser.contexts()) await context.close();
  return (performance.now() - begun) / 1000;
};

await act("all steps by keys, the server killed in the middle", async () => {
  const tab = await come("expert", "keys");
  const areas = await tab.locator(".grid thead [data-id]").count();
  const steps = await tab.locator(".grid tbody tr").count();
  hold(await tab.locator("#rated").textContent() === "0 of 264 steps rated", await tab.locator("#rated").textContent());
  hold(areas * steps === 264, `${areas} x ${steps} cells`);
  await tab.locator(".grid td a[tabindex='0']").focus();
  await press(tab, "Control+Home");
  const wanted = new Map();
  const begun = performance.now();
  let before;
  for (let i = 0; i < areas * steps; i += 1) {
    const part = await tab.evaluate(() => document.activeElement.closest("td").cell.part);
    wanted.set(part, "NPLF"[i % 4]);
    await press(tab, "NPLF"[i % 4].toLowerCase());
    if (i === 60) await saved(tab);
    if (i === 61) before = await marks("keys");
    if (i === 110) await ask("/kill");
    if (i === 190) {
      await shoot(tab, "killed");
      await ask("/start");
    }
    if (i % steps === steps - 1) await press(tab, "Control+Home", ...Array(i === 263 ? 0 : (i + 1) / steps).fill("ArrowRight"));
    else await press(tab, "ArrowDown");
  }
  await saved(tab);
  const seconds = (performance.now() - begun) / 1000;
  console.log(`264 steps by keys, the server killed meanwhile: ${seconds.toFixed(1)} s`);
  hold(seconds < 60, `${seconds} s`);
  const now = await marks("keys");
  for (const [part, mark] of wanted) {
    hold(now.get(part)?.own?.mark === mark, `${part}: ${mark} was pressed, and there is ${JSON.stringify(now.get(part)?.own)}`);
    hold(now.get(part)?.turn === 1, `${part} has turn ${now.get(part)?.turn}`);
  }
  for (const [part, row] of before) hold(row.own === null || now.get(part).own.mark === row.own.mark, `${part} was saved before, and is lost`);
  hold([...before.values()].filter((row) => row.own !== null).length >= 61, "what was said to be saved was not");
  hold(await tab.locator("#rated").textContent() === "264 of 264 steps rated", await tab.locator("#rated").textContent());
  hold(await tab.locator("#go-on").textContent() === "", "it goes on where nothing is left");
  await same(tab, "all steps");
  hold(await tab.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("palier-marks:")).length) === 0, "something is kept still");
});

await act("moving, selecting, the ladder, what goes on", async () => {
  const tab = await come("expert", "undo");
  await cell(tab, "PA05/2.1").focus();
  const here = () => tab.evaluate(() => document.activeElement.closest("td").cell.part);
  for (const [key, part] of [["ArrowUp", "PA05/2.2"], ["ArrowRight", "PA06/2.2"], ["ArrowDown", "PA06/2.1"], ["ArrowLeft", "PA05/2.1"],
    ["Home", "PA01/2.1"], ["End", "PA22/2.1"], ["ArrowRight", "PA22/2.1"], ["Control+Home", "PA01/5.2"], ["ArrowUp", "PA01/5.2"], ["Control+End", "PA22/1.1"]]) {
    await press(tab, key);
    hold(await here() === part, `${key} leads to ${await here()}, not ${part}`);
  }
  hold(await tab.locator(".grid a[tabindex='0']").count() === 1, "more than one stop of Tab");
  const slow = await tab.evaluate(() => {
    const begun = performance.now();
    for (let i = 0; i < 100; i += 1) {
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: i % 2 ? "ArrowRight" : "ArrowLeft", bubbles: true }));
      document.body.getBoundingClientRect();
    }
    return (performance.now() - begun) / 100;
  });
  hold(slow < 50, `a key takes ${slow} ms`);
  await cell(tab, "PA15/3.1").focus();
  await press(tab, "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowUp");
  hold(await tab.locator(".grid td[aria-selected='true']").count() === 6, "a rectangle of six");
  await look(tab, "selected");
  await press(tab, "l");
  await saved(tab);
  let now = await marks("undo");
  hold(["PA15", "PA16", "PA17"].every((area) => ["3.1", "3.2"].every((step) => now.get(`${area}/${step}`).own.mark === "L")), "the rectangle is L");
  await cell(tab, "PA18/3.1").focus();
  await press(tab, "Shift+Enter");
  await saved(tab);
  now = await marks("undo");
  hold(["1.1", "2.1", "2.2", "2.3", "2.4", "3.1"].every((step) => now.get(`PA18/${step}`).own.mark === "F") && now.get("PA18/3.2").own.mark === "N", "the ladder up to 3.1");
  await cell(tab, "PA01/1.1").focus();
  await press(tab, "Delete");
  await saved(tab);
  hold((await named(tab, "PA01/1.1")).includes("not rated, missing") && (await marks("undo")).get("PA01/1.1").own === null, await named(tab, "PA01/1.1"));
  hold(await tab.locator("#go-on").textContent() === " · go on with PA01", await tab.locator("#go-on").textContent());
  await press(tab, "End", "g");
  hold(await here() === "PA01/1.1", "G goes on");
  await same(tab, "moved");
  await cell(tab, "PA03/2.1").dblclick();
  await tab.waitForURL(/marks\/PA03\/2\.1\?basis=checked$/);
  await tab.goBack();
  await cell(tab, "PA01/1.1").focus();
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/marks\/PA01\/1\.1\?basis=checked$/);
  hold(await tab.locator(".marks-of").count() === 1, "Enter opens the step");
});

await act("undo and redo, act by act", async () => {
  const tab = await come("expert", "undo");
  const before = (await marks("undo")).get("PA07/2.2").own;
  await cell(tab, "PA07/2.2").focus();
  await press(tab, "p");
  await saved(tab);
  await press(tab, "n");
  await saved(tab);
  const own = async () => (await marks("undo")).get("PA07/2.2").own?.mark;
  for (const [key, wanted] of [["Control+z", "P"], ["Control+z", before.mark], ["Control+y", "P"], ["Control+Shift+Z", "N"], ["Control+z", "P"]]) {
    await press(tab, key);
    await saved(tab);
    hold(await own() === wanted, `${key}: ${await own()}, not ${wanted}`);
    hold((await cell(tab, "PA07/2.2").textContent()) === wanted, `${key}: the cell shows ${await cell(tab, "PA07/2.2").textContent()}`);
  }
  await press(tab, "Control+z");
  await saved(tab);
  await sleep(700);
  await press(tab, "Control+z");
  hold((await tab.locator("#saved").textContent()) === "nothing to undo on this page", await tab.locator("#saved").textContent());
  // Marks of practices come back as they were.
  await tab.evaluate(async () => {
    const { id, csrf } = document.getElementById("grid").dataset;
    await fetch(`/api/v1/assessments/${id}/facts/mark/say`, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ part: "PA05/1.1", lane: "checked", turn: "1", "practices.BP.05.01": "P", "practices.BP.05.02": "F" }) });
  });
  await tab.reload();
  hold((await named(tab, "PA05/1.1")) === "PA05 1.1 P: partly, missing, by practices", await named(tab, "PA05/1.1"));
  await cell(tab, "PA05/1.1").focus();
  await press(tab, "l");
  await saved(tab);
  await press(tab, "Control+z");
  await saved(tab);
  hold((await marks("undo")).get("PA05/1.1").own.practices?.["BP.05.01"] === "P", "marks of practices are lost by undoing");
  await same(tab, "by practices");
  await cell(tab, "PA07/2.2").focus();
  // While nothing can be sent, what waits is taken out again.
  await tab.context().setOffline(true);
  await press(tab, "ArrowUp", "l", "ArrowUp", "p", "Control+z", "Control+z", "Control+y");
  await tab.context().setOffline(false);
  await saved(tab);
  const now = await marks("undo");
  hold(now.get("PA07/2.3").own.mark === "L" && now.get("PA07/2.4").own.mark !== "P", "undone before it was sent");
});

await act("not applicable asks why", async () => {
  const tab = await come("expert", "undo");
  await cell(tab, "PA20/2.2").focus();
  await press(tab, "x");
  await tab.locator("#why").waitFor();
  await look(tab, "the reason");
  await shoot(tab, "reason");
  await tab.locator("#why-mark").click();
  hold(await tab.locator("#why").isVisible(), "it is marked without a reason");
  await press(tab, "Escape");
  hold(!(await named(tab, "PA20/2.2")).includes("not applicable"), "what is left is not marked");
  await press(tab, "x");
  const sent = tab.waitForRequest((request) => request.method() === "POST");
  await tab.locator("#why-reason").fill("no such service");
  await tab.locator("#why-mark").click();
  hold((await sent).postDataJSON().reason === "no such service", "the reason is sent");
  await saved(tab);
  hold((await marks("undo")).get("PA20/2.2").own.mark === "not applicable", "it is marked");
  hold(await tab.evaluate(() => document.activeElement.closest("td")?.cell.part) === "PA20/2.2", "one is back in the grid");
  await cell(tab, "PA02/2.1").focus();
  await press(tab, "Shift+ArrowUp", "x");
  hold((await tab.locator("#why-what").textContent()) === "2 steps selected", "of how many");
  await tab.locator("#why-reason").fill("none of both");
  await tab.locator("#why-mark").click();
  await saved(tab);
  await same(tab, "what is left out of the target");
});

await act("by touch", async () => {
  const tab = await come("expert", "touch", { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true });
  const box = await cell(tab, "PA02/2.2").locator("xpath=..").boundingBox();
  hold(box.width >= 44 && box.height >= 43.5, `a cell is ${box.width} x ${box.height}`);
  for (const each of await tab.locator("#marker button").all()) {
    const size = await each.boundingBox();
    hold(size.width >= 44 && size.height >= 44, `${await each.textContent()} is ${size.width} x ${size.height}`);
  }
  await cell(tab, "PA02/2.2").tap();
  hold(new URL(tab.url()).search === "", "a tap selects, and does not open");
  await tab.locator("#marker button[data-mark=P]").tap();
  await saved(tab);
  hold((await marks("touch")).get("PA02/2.2").own.mark === "P", "P by touch");
  await tab.locator("#marker button[data-mark='-']").tap();
  await saved(tab);
  hold((await marks("touch")).get("PA02/2.2").own === null, "taken away by touch");
  await look(tab, "by touch");
  await shoot(tab, "touch-820");
  await tab.locator("#marker button[data-mark=open]").tap();
  await tab.waitForURL(/marks\/PA02\//);
});

await act("on a telephone", async () => {
  const tab = await come("expert", "touch", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: "dark" });
  await look(tab, "390, dark");
  await cell(tab, "PA22/1.1").scrollIntoViewIfNeeded();
  await cell(tab, "PA22/1.1").tap();
  await tab.locator("#marker button[data-mark=L]").tap();
  await saved(tab);
  await shoot(tab, "touch-390-dark");
  hold((await marks("touch")).get("PA22/1.1").own.mark === "L", "the last area by touch");
});

await act("without a script", async () => {
  const tab = await come("expert", "plain", { javaScriptEnabled: false });
  hold(!(await tab.locator("#marker").isVisible()), "buttons that do nothing");
  await cell(tab, "PA05/2.2").click();
  await tab.waitForURL(/marks\/PA05\/2\.2\?basis=checked$/);
  await tab.locator("input[name='mark/2.2'][value=L]").check();
  await tab.getByRole("button", { name: "Save", exact: true }).first().click();
  await tab.waitForLoadState("load");
  hold((await marks("plain")).get("PA05/2.2").own.mark === "L", "marked on the sheet of the step");
  await tab.getByRole("link", { name: "All areas", exact: true }).click();
  await tab.waitForURL(/marks\?basis=checked$/);
  hold((await named(tab, "PA05/2.2")).includes("L: largely"), "the grid says it");
});

await act("two at once: on two cells, and on one", async () => {
  const [one, two] = [await come("expert", "two"), await come("second", "two")];
  await cell(one, "PA03/3.2").focus();
  await press(one, "p");
  await saved(one);
  await cell(two, "PA03/3.3").focus();
  await press(two, "p");
  await saved(two);
  await cell(one, "PA04/3.2").focus();
  await press(one, "l");
  await saved(one);
  hold(await two.locator(".conflict").count() === 0 && await one.locator(".conflict").count() === 0, "neighbours meet");
  // The second has seen neither 3.2; a rectangle over both is shown what is there, and the rest is saved.
  await cell(two, "PA03/3.2").focus();
  await press(two, "Shift+ArrowRight", "Shift+ArrowRight", "f");
  await two.locator(".conflict").first().waitFor();
  hold(await two.locator(".conflict").count() === 2, `${await two.locator(".conflict").count()} are told`);
  const words = await two.locator(".conflict").first().textContent();
  hold(/PA03\/3\.2: Expert marked P: partly at \d\d:\d\d; you pressed F: fully/.test(words), words);
  await look(two, "in the way");
  await shoot(two, "conflict");
  await saved(two);
  hold((await marks("two")).get("PA05/3.2").own.mark === "F", "what nobody was first with is saved");
  hold((await named(two, "PA03/3.2")).includes("P: partly"), "the cell shows theirs");
  await two.reload();
  hold(await two.locator(".conflict").count() === 2, "what is in the way is forgotten by loading again");
  await two.locator(".conflict").first().getByRole("button", { name: "Keep theirs" }).click();
  await two.locator(".conflict").first().getByRole("button", { name: "Mine" }).click();
  await saved(two);
  const now = await marks("two");
  hold(now.get("PA03/3.2").own.mark === "P" && now.get("PA04/3.2").own.mark === "F", "theirs, and mine");
  hold(await two.locator(".conflict").count() === 0, "it is told still");
  // Own marks are no conflict; what the other did meanwhile is none of what one has seen, also after own ones.
  await press(two, "n");
  await saved(two);
  await cell(one, "PA10/3.2").focus();
  await press(one, "p");
  await saved(one);
  await cell(two, "PA09/3.2").focus();
  await press(two, "p", "ArrowRight", "l");
  await two.locator(".conflict").waitFor();
  hold((await marks("two")).get("PA10/3.2").own.mark === "P", "what nobody saw was written over");
  await two.getByRole("button", { name: "Mine" }).click();
  await saved(two);
  hold((await marks("two")).get("PA10/3.2").own.mark === "L", "mine, knowingly");
  // An act on which the other has gone on is not undone.
  await one.reload();
  await cell(one, "PA11/3.2").focus();
  await press(one, "p");
  await saved(one);
  await two.reload();
  await cell(two, "PA11/3.2").focus();
  await press(two, "l");
  await saved(two);
  await press(one, "Control+z");
  await one.locator(".conflict").waitFor();
  hold((await marks("two")).get("PA11/3.2").own.mark === "L", "undone over the other's");
});

await act("no connection: kept, loaded again, sent", async () => {
  const tab = await come("expert", "cut");
  await tab.context().setOffline(true);
  await cell(tab, "PA06/3.1").focus();
  await press(tab, "p", "ArrowUp", "l", "ArrowUp", "l");
  await told(tab, "3 marks not yet saved");
  hold(await tab.locator(".grid .w").count() === 3 && (await named(tab, "PA06/3.1")).endsWith("not yet saved"), "they are told apart");
  await look(tab, "not saved");
  await shoot(tab, "unsaved");
  await tab.context().setOffline(false);
  await saved(tab);
  // What did not arrive before the page was loaded again is sent by the next one; nothing twice, whose answer was lost.
  await tab.route("**/api/v1/**", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await press(tab, "ArrowRight", "p");
  await told(tab, "1 mark not yet saved");
  await press(tab, "ArrowRight", "l");
  await tab.unroute("**/api/v1/**");
  await tab.context().setOffline(true);
  await sleep(300);
  await tab.context().setOffline(false);
  await tab.reload();
  // Which of the two pages sends it is left open: the connection may be back before the page goes.
  const all = ["PA06/3.1 P", "PA06/3.2 L", "PA06/3.3 L", "PA07/3.3 P", "PA08/3.3 L"];
  const arrived = (now) => all.every((each) => now.get(each.split(" ")[0]).own?.mark === each.split(" ")[1]);
  let now = await marks("cut");
  for (let turn = 0; turn < 80 && !arrived(now); turn += 1) {
    await sleep(100);
    now = await marks("cut");
  }
  hold(arrived(now),
    JSON.stringify(["PA06/3.1", "PA06/3.2", "PA06/3.3", "PA07/3.3", "PA08/3.3"].map((part) => now.get(part).own)));
  hold(["PA06/3.1", "PA07/3.3", "PA08/3.3"].every((part) => now.get(part).turn === 2), `turns ${["PA06/3.1", "PA07/3.3", "PA08/3.3"].map((part) => now.get(part).turn)}`);
});

await act("signed out meanwhile", async () => {
  const tab = await come("second", "out");
  await tab.context().clearCookies();
  await cell(tab, "PA02/3.1").focus();
  await press(tab, "p");
  await told(tab, "you are signed out");
  hold((await tab.locator("#saved").textContent()).startsWith("1 mark not yet saved"), await tab.locator("#saved").textContent());
  await tab.context().addCookies(Object.entries(people.second).map(([name, value]) => ({ name, value, url: origin })));
  await tab.evaluate(() => dispatchEvent(new Event("focus")));
  await saved(tab);
  hold((await marks("out")).get("PA02/3.1").own.mark === "P", "it is sent once one is back");
});

await act("refused: the cell goes back", async () => {
  const tab = await come("leaver", "left");
  const before = await named(tab, "PA02/3.1");
  await ask("/withdraw");
  await cell(tab, "PA02/3.1").focus();
  await press(tab, "p");
  await tab.locator(".conflict").waitFor();
  hold((await tab.locator(".conflict").textContent()).startsWith("Not saved:"), await tab.locator(".conflict").textContent());
  hold(await named(tab, "PA02/3.1") === before, await named(tab, "PA02/3.1"));
  await look(tab, "refused");
  await tab.locator(".conflict").getByRole("button", { name: "Close" }).click();
  hold(await tab.locator(".conflict").count() === 0, "it stays");
});

await act("as it is read, and looks", async () => {
  const tab = await come("expert", "touch");
  await look(tab, "the grid");
  hold(await tab.locator("#grid .grid").evaluate((grid) => grid.getBoundingClientRect().bottom) <= 800, "it is not whole on the first screen");
  const tree = await tab.accessibility.snapshot({ interestingOnly: false });
  const all = [];
  const walk = (node) => {
    all.push(node);
    (node.children ?? []).forEach(walk);
  };
  walk(tree);
  const names = (role) => all.filter((node) => node.role === role).map((node) => node.name);
  hold(names("grid").join() === "Checked", `grids ${names("grid")}`);
  hold(names("columnheader").length === 23 && names("columnheader")[5].includes("PA05 Assess"), `columns ${names("columnheader").slice(0, 6)}`);
  hold(names("rowheader").filter((name) => /^\d\.\d /.test(name)).length === 12, `rows ${names("rowheader")}`);
  hold(names("gridcell").length === 264, `${names("gridcell").length} cells`);
  hold(all.some((node) => node.role === "link" && node.name === "PA05 1.1 F: fully"), all.filter((node) => node.role === "link").map((node) => node.name).slice(30, 36).join());
  await cell(tab, "PA02/2.2").focus();
  await press(tab, "?");
  await tab.locator("#grid-keys").waitFor();
  hold(!(await tab.locator("#keys").isVisible()), "two lists of keys");
  await look(tab, "the keys");
  await shoot(tab, "keys");
  await press(tab, "Escape");
  await tab.getByRole("button", { name: "Keys of the grid" }).click();
  hold(await tab.locator("#grid-keys").isVisible(), "the button opens them");
});

for (const [who, lang, word] of [["expert", "fr", "Cotations"], ["authority", "en", "Marks"]]) {
  for (const [width, height, scheme] of [[1280, 800, "light"], [1280, 800, "dark"], [820, 1180, "light"], [390, 844, "light"]]) {
    await act(`${who}, ${lang}, ${width}, ${scheme}`, async () => {
      const tab = await come(who, "undo", { viewport: { width, height }, colorScheme: scheme, hasTouch: width < 1000, query: `?lang=${lang}` });
      hold((await tab.locator("h2.page").textContent()) === word, "its language");
      await look(tab, "the grid");
      await shoot(tab, `${who}-${lang}-${width}-${scheme}`);
      await tab.goto(`${origin}/me?lang=en`);
    });
  }
}
await act("who reads moves by the same keys", async () => {
  const tab = await come("authority", "undo");
  await tab.locator(".grid td a[tabindex='0']").focus();
  await press(tab, "Control+Home", "ArrowRight", "f");
  hold(await tab.evaluate(() => document.activeElement.closest("td").cell.part) === "PA02/5.2", "moved");
  await press(tab, "Enter");
  await tab.waitForURL(/marks\/PA02\//);
});

await browser.close();
end();
