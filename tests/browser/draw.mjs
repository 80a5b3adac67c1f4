// draw - a confidence profile is drawn in a real browser: by drag, by clicks, by keys, on a narrow screen, without a script,
// in both languages; what it means follows, and it is saved. With --times: from key to numbers, over 100 moves.
// usage: node draw.mjs ORIGIN COOKIES PATH [--times] [--shots DIR]       COOKIES: of whom it is drawn by, as JSON
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, cookies, path] = process.argv.slice(2, 5);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
const browser = await launch();

// A page of the profile, with what its scripts say.
const open = async ({ width = 1280, height = 900, query = "", ...more } = {}) => {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...more });
  await context.addCookies(Object.entries(JSON.parse(cookies)).map(([name, value]) => ({ name, value, url: origin })));
  const tab = await context.newPage();
  tab.setDefaultTimeout(5000);
  tab.problems = [];
  tab.on("pageerror", (error) => tab.problems.push(`script: ${error.message}`));
  tab.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) tab.problems.push(`console: ${message.text()}`);
  });
  await tab.goto(origin + path + query);
  return tab;
};
const line = (tab, level) => tab.locator(`input[name="targets/${level}"]`).inputValue();
const target = async (tab, level, area) => (await line(tab, level)).split(" ").find((word) => word.startsWith(`${area}=`)).split("=")[1];
const cell = (tab, area, step) => tab.locator(`table[role=grid] tr[data-area=${area}] td:nth-of-type(${step})`);
const numbers = (tab) => tab.locator("#points tr:not([hidden]) [data-of=gap]").allInnerTexts();
const told = (tab) => tab.locator("#beside:not([aria-busy=true])").waitFor({ state: "attached" }); // all moves are answered
const test = async (name, options, steps) => {
  const tab = await open(options);
  const problems = tab.problems;
  const is = (what, got, wanted) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) problems.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  try {
    await steps(tab, is);
    if (shots !== undefined) await tab.screenshot({ path: join(shots, `draw-${name.replaceAll(" ", "-")}.png`) });
  } catch (error) {
    problems.push(error.message.split("\n").slice(0, 4).join(" "));
  }
  tell(name, problems);
  await tab.context().close();
};

const keys = async (tab, is, more, less, next, before) => {
  const first = await target(tab, "jaune", "PA01");
  is("it begins with the proposal", first, "2.4");
  const gaps = await numbers(tab);
  await tab.locator("table[role=grid] [tabindex='0']").focus();
  await tab.keyboard.press(more);
  is("raised", await target(tab, "jaune", "PA01"), "3.1");
  is("what has the focus says so", await tab.evaluate(() => document.activeElement.getAttribute("aria-label")), "PA01 3.1, demanded from yellow on");
  await told(tab);
  is("more is missing, or as much", (await numbers(tab)).every((gap, place) => Number(gap) >= Number(gaps[place])), true);
  await tab.keyboard.press(less);
  await tab.keyboard.press(less);
  is("lowered", await target(tab, "jaune", "PA01"), "2.3");
  await tab.keyboard.press(next);
  await tab.keyboard.press("Home");
  is("none", await target(tab, "jaune", "PA02"), "none");
  await tab.keyboard.press(less);
  is("no less than none", await target(tab, "jaune", "PA02"), "none");
  await tab.keyboard.press("End");
  is("all", await target(tab, "jaune", "PA02"), "5.2");
  await tab.keyboard.press(more);
  is("no more than all", await target(tab, "jaune", "PA02"), "5.2");
  await told(tab);
  is("warnings follow", /PA02/.test(await tab.locator("#warnings").innerText()), true);
  await tab.keyboard.press(before);
  await tab.keyboard.press("End");
  is("back again", await target(tab, "jaune", "PA01"), "5.2");
  is("the choice beside says the same", await tab.locator('select[name="target/PA01"]').inputValue(), "5.2");
};

await test("by keys", {}, (tab, is) => keys(tab, is, "ArrowUp", "ArrowDown", "ArrowRight", "ArrowLeft"));
await test("by keys, turned", { width: 390, height: 844 }, (tab, is) => keys(tab, is, "ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"));
await test("the keys are listed", {}, async (tab, is) => {
  await tab.keyboard.press("?");
  is("the list", /to another area/.test(await tab.locator("#keys").innerText()), true);
});
await test("by clicks", {}, async (tab, is) => {
  await cell(tab, "PA05", 7).click();
  is("up to the step", await target(tab, "jaune", "PA05"), "3.2");
  await cell(tab, "PA05", 7).click();
  is("the uppermost, again", await target(tab, "jaune", "PA05"), "3.1");
  await cell(tab, "PA05", 1).click();
  await cell(tab, "PA05", 1).click();
  is("the last one", await target(tab, "jaune", "PA05"), "none");
  is("the mark is that of the next level", await cell(tab, "PA05", 1).innerText(), "2");
  await tab.locator("button[name=level]", { hasText: "red" }).click();
  await cell(tab, "PA06", 2).click();
  is("at the level that is shown", [await target(tab, "rouge", "PA06"), await target(tab, "jaune", "PA06")], ["2.1", "3.3"]);
  await told(tab);
  is("its numbers are shown", await tab.locator("#points tr:not([hidden]) th[scope=row]").first().innerText(), "red");
  await tab.locator("button[name=level]", { hasText: "All levels" }).click();
  is("a line for each level", await tab.locator(".draw-lines path.draw-line").count(), 4);
  is("each of its own pattern", new Set(await tab.locator(".draw-lines path").evaluateAll((paths) => paths.map((each) => each.getAttribute("class")))).size, 4);
  const before = await line(tab, "jaune");
  await cell(tab, "PA06", 5).click();
  is("nothing moves where all are shown", await line(tab, "jaune"), before);
});
const drag = async (tab, is, from, to, area) => {
  const [start, last] = [await from.boundingBox(), await to.boundingBox()];
  await tab.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await tab.mouse.down();
  await tab.mouse.move(last.x + last.width / 2, last.y + last.height / 2, { steps: 12 });
  await tab.mouse.up();
  await told(tab);
  is("the line followed", await target(tab, "jaune", area), "5.1");
};
await test("by drag", {}, async (tab, is) => {
  await drag(tab, is, cell(tab, "PA01", 5), cell(tab, "PA01", 11), "PA01");
  await drag(tab, is, cell(tab, "PA02", 11), cell(tab, "PA04", 11), "PA04");
  is("over all that lies between", await target(tab, "jaune", "PA03"), "5.1");
});
await test("by drag, turned", { width: 390, height: 844 }, async (tab, is) => {
  await tab.locator("table[role=grid] tr[data-area=PA03]").scrollIntoViewIfNeeded();
  await drag(tab, is, cell(tab, "PA01", 5), cell(tab, "PA01", 11), "PA01");
});
await test("without a script", { javaScriptEnabled: false }, async (tab, is) => {
  const gaps = await numbers(tab);
  await tab.locator('select[name="target/PA01"]').selectOption("none");
  await tab.locator('select[name="target/PA02"]').selectOption("5.2");
  await tab.getByRole("button", { name: "Show", exact: true }).last().click();
  is("shown, not saved", [await target(tab, "jaune", "PA01"), await target(tab, "jaune", "PA02")], ["none", "5.2"]);
  is("the numbers are others", JSON.stringify(await numbers(tab)) === JSON.stringify(gaps), false);
  await tab.locator("button[name=level]", { hasText: "orange" }).click();
  is("another level keeps what is drawn", await target(tab, "jaune", "PA02"), "5.2");
  await tab.getByRole("button", { name: "Save" }).last().click();
  is("a reason is asked for", /PA01, PA02/.test(await tab.locator(".errors").first().innerText()), true);
  is("and all is still there", [await target(tab, "jaune", "PA01"), await target(tab, "jaune", "PA02")], ["none", "5.2"]);
});
await test("in French", { query: "?lang=fr" }, async (tab, is) => {
  await tab.locator("table[role=grid] [tabindex='0']").focus();
  await tab.keyboard.press("ArrowUp");
  is("named", await tab.evaluate(() => document.activeElement.getAttribute("aria-label")), "PA01 3.1, demandé dès jaune");
  await tab.keyboard.press("Home");
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.press("End");
  await told(tab);
  await tab.waitForFunction(() => /e profil ne croît pas/.test(document.querySelector("#warnings").innerText), null, { timeout: 10_000 })
    .catch(() => {}); // on a busy machine the last numbers come after those of the key before
  is("warned", /Le profil ne croît pas|le profil ne croît pas/.test(await tab.locator("#warnings").innerText()), true);
  is("amounts are written so", /\d,\d\d/.test(await tab.locator("tr:not([hidden]) [data-of=setup]").innerText()), true);
  await tab.goto(`${origin}${path}?lang=en`);
});
if (process.argv.includes("--times")) {
  await test("times", {}, async (tab) => {
    await tab.locator("table[role=grid] [tabindex='0']").focus();
    const times = await tab.evaluate(async () => {
      const beside = document.getElementById("beside");
      const times = [];
      for (let move = 0; move < 110; move++) {
        const before = beside.dataset.told;
        const start = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: move % 2 ? "ArrowDown" : "ArrowUp", bubbles: true, cancelable: true }));
        while (beside.dataset.told === before) await new Promise((done) => { const way = new MessageChannel(); way.port1.onmessage = done; way.port2.postMessage(0); });
        if (move >= 10) times.push(performance.now() - start);
      }
      return times.sort((one, other) => one - other);
    });
    console.log(`from key to numbers, ${times.length} moves: p50 ${times[49].toFixed(1)} ms, p99 ${times[98].toFixed(1)} ms`);
  });
}
await test("saved", {}, async (tab, is) => {
  await tab.locator("table[role=grid] [tabindex='0']").focus();
  await tab.keyboard.press("ArrowUp");
  await tab.locator('input[name="reason/PA01"]').fill("Seen at the site");
  await tab.getByRole("button", { name: "Save" }).last().click();
  await tab.waitForLoadState("load");
  is("it says so", /Saved/i.test(await tab.locator(".message").innerText()), true);
  is("it stands there", [await target(tab, "jaune", "PA01"), await tab.locator('input[name="reason/PA01"]').inputValue()], ["3.1", "Seen at the site"]);
});
end();
