// visit - a visit on the spot, in a real browser: by touch at 820 and at 390, saved as one types, through a lost connection
// and a lost answer, two experts at once, one answer for several areas, without a script, in both languages; every page is
// clean to axe, its targets are 44 pixels high, nothing scrolls sideways.
// usage: node visit.mjs ORIGIN COOKIES OTHERS PLACE [--shots DIR]     COOKIES: of the expert, OTHERS: of a second one, as JSON
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, cookies, others, place] = process.argv.slice(2, 6);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();

const open = async (path, { width = 820, height = 1180, who = cookies, ...more } = {}) => {
  const context = await browser.newContext({ viewport: { width, height }, hasTouch: true, reducedMotion: "reduce", ...more });
  await context.addCookies(Object.entries(JSON.parse(who)).map(([name, value]) => ({ name, value, url: origin })));
  const tab = await context.newPage();
  tab.setDefaultTimeout(8000);
  tab.problems = [];
  tab.on("pageerror", (error) => tab.problems.push(`script: ${error.message}`));
  tab.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d|ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED)/.test(message.text())) tab.problems.push(`console: ${message.text()}`);
  });
  await tab.goto(origin + place + path);
  return tab;
};
const api = async (tab, path) => (await tab.context().request.get(`${origin}/api/v1${place}${path}`)).json();
const basis = (tab, value) => tab.locator(`label:has([name=basis][value=${value}])`);
const saved = (tab) => tab.locator(".saved-now", { hasText: /saved|enregistré/ }).waitFor();
// What the server has, once it has that.
const until = async (tab, path, is) => {
  for (let i = 0; i < 60; i += 1) {
    const item = await api(tab, path);
    if (is(item)) return item;
    await new Promise((done) => setTimeout(done, 150));
  }
  throw new Error(`${path}: it never came`);
};
const turn = async (tab, path, lane) => (await api(tab, path)).marks.find((mark) => mark.basis === lane).turn;
const test = async (name, path, steps, options) => {
  const tab = await open(path, options);
  const problems = tab.problems;
  const is = (what, got, wanted) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) problems.push(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  try {
    await steps(tab, is);
    if (shots !== undefined && !tab.isClosed()) await tab.screenshot({ path: join(shots, `visit-${name.replaceAll(" ", "-")}.png`), fullPage: true });
  } catch (error) {
    problems.push(error.message.split("\n").slice(0, 4).join(" "));
  }
  tell(name, problems);
  await tab.context().close();
};

await test("an answer is seen by touch", "/visit/items/POL-01", async (tab, is) => {
  is("what was claimed stands there", (await tab.locator(".claimed").innerText()).includes("Information security policy"), true);
  await basis(tab, "seen").tap();
  await tab.locator(".saved-now.is-trouble").waitFor();
  is("what is seen is seen by something", (await tab.locator(".saved-now").innerText()).includes("say by what it was seen"), true);
  await tab.locator("#f-said_by").fill("Security officer");
  await tab.locator("#f-title").fill("Information security policy");
  await tab.locator("#f-quote").fill("l’hébergement de sites publics");
  const item = await until(tab, "/visit/items/POL-01", (now) => now.mark.proof?.quote !== undefined);
  is("it is seen", [item.state, item.mark.said_by, item.mark.proof.quote], ["seen", "Security officer", "l’hébergement de sites publics"]);
  is("the day and the place are those of the visit", [item.mark.on.length, item.mark.place], [10, "Lille"]);
  await basis(tab, "checked").tap();
  await until(tab, "/visit/items/POL-01", (now) => now.state === "checked");
  await tab.reload();
  is("it stays", [await tab.locator("[name=basis]:checked").inputValue(), await tab.locator("#f-title").inputValue()], ["checked", "Information security policy"]);
});

await test("whoever writes down what was found has seen it", "/visit/items/POL-04", async (tab, is) => {
  await tab.locator("#f-remark").fill("Twenty of twenty, counted");
  is("seen", await tab.locator("[name=basis]:checked").inputValue(), "seen");
  await saved(tab);
  await tab.locator(".keep-bar .primary").tap();
  await tab.waitForURL((url) => !url.pathname.endsWith("/POL-04"));
  is("one tap leads to the next", /\/visit\/items\//.test(tab.url()), true);
});

await test("what is drawn is counted", "/visit/items/PRC-03", async (tab, is) => {
  is("as many rows as are drawn", await tab.locator(".drawn-items li").count(), 6);
  for (let i = 0; i < 6; i += 1) {
    await tab.locator(`[name="items[${i}].what"]`).fill(`Restoration, operator ${"ABCDEF"[i]}`);
    await tab.locator(`label:has([name="items[${i}].good"][value=${i === 1 ? "no" : "yes"}])`).tap();
  }
  await tab.locator('[name="items[1].note"]').fill("Step 7 was left out");
  is("so far", await tab.locator(".so-far").innerText(), "5 of 6 good");
  await basis(tab, "checked").tap();
  const item = await until(tab, "/visit/items/PRC-03", (now) => now.state === "checked");
  is("kept, and judged", [item.mark.fields.sample, item.verdict], [{ drawn: "6", good: "5", n_asked: "6" }, "pass"]);
});

await test("it contradicts the claim", "/visit/items/POL-05", async (tab, is) => {
  await tab.locator(".contradicts").tap();
  await tab.locator("details.found summary").tap();
  await tab.locator('[name="fields.trained"]').fill("18");
  await tab.locator("#f-title").fill("Training register");
  const item = await until(tab, "/visit/items/POL-05", (now) => now.mark.fields?.trained === "18" && now.mark.proof !== undefined);
  is("what was found takes the place of what was claimed", [item.mark.contradicts, item.verdict, item.claimed.fields.trained], [true, "fail", "19"]);
});

await test("a lost connection loses nothing", "/visit/items/ORG-08", async (tab, is) => {
  await tab.context().setOffline(true);
  await tab.locator("#f-remark").fill("Seven minutes, announced to nobody");
  await tab.locator(".saved-now.is-trouble").waitFor();
  is("it says so", (await tab.locator(".saved-now").innerText()).includes("kept in this browser"), true);
  await tab.context().setOffline(false);
  await saved(tab);
  is("it comes to the server by itself", (await api(tab, "/visit/items/ORG-08")).mark.remark, "Seven minutes, announced to nobody");
  is("once", await turn(tab, "/visit/items/ORG-08", "seen"), 1);
});

await test("a lost answer is asked for again", "/visit/items/ORG-04", async (tab, is) => {
  let count = 0;
  await tab.route(`**/api/v1${place}/visit/items/ORG-04`, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    count += 1;
    if (count > 1) return route.continue();
    await route.fetch(); // the server has it, the browser hears nothing of it
    return route.abort();
  });
  await tab.locator("#f-remark").fill("The same engineer could propose and install");
  await saved(tab);
  is("sent twice, one act", [count, await turn(tab, "/visit/items/ORG-04", "seen")], [2, 1]);
});

await test("a closed browser keeps what was typed", "/visit/items/ORG-09", async (tab, is) => {
  await tab.context().setOffline(true);
  await tab.locator("#f-remark").fill("The contract was read, too");
  await tab.locator(".saved-now.is-trouble").waitFor();
  await tab.evaluate(() => window.dispatchEvent(new Event("pagehide")));
  const again = await tab.context().newPage();
  await tab.close({ runBeforeUnload: false });
  await again.context().setOffline(false);
  await again.goto(`${origin}${place}/visit/items/ORG-09`);
  const item = await until(again, "/visit/items/ORG-09", (now) => now.mark.remark === "The contract was read, too");
  is("once", item.marks.map((mark) => mark.turn), [1, 0]);
  await again.locator("[name=seen][value='1']").waitFor({ state: "attached" }); // it was loaded anew
  is("and it stands there", await again.locator("#f-remark").inputValue(), "The contract was read, too");
});

await test("two experts at once", "/visit/items/NET-06", async (tab, is) => {
  const other = await open("/visit/items/NET-06", { who: others });
  await other.locator("#f-remark").fill("A sixth way: a modem");
  await saved(other);
  await other.context().close();
  await tab.locator("#f-remark").fill("Five ways, as they say");
  await tab.locator(".saved-now.is-trouble").waitFor();
  is("whoever is late is told", (await tab.locator(".saved-now").innerText()).includes("Somebody else"), true);
  tab.on("dialog", (dialog) => dialog.accept());
  await tab.reload();
  is("what was typed is there", await tab.locator("#f-remark").inputValue(), "Five ways, as they say");
  is("and who was first is named", (await tab.locator(".visit").innerText()).includes("seen: Second"), true);
  is("with what they said", await tab.locator(".theirs").allInnerTexts(), ["Saved by somebody else: A sixth way: a modem"]);
  await new Promise((done) => setTimeout(done, 1200));
  is("nothing follows it unasked", await turn(tab, "/visit/items/NET-06", "seen"), 1);
  is("and that is told", (await tab.locator(".saved-now").innerText()).includes("save it to follow theirs"), true);
  await tab.locator(".keep-bar button", { hasText: "Save" }).first().tap();
  await saved(tab);
  is("behind theirs", await turn(tab, "/visit/items/NET-06", "seen"), 2);
});

await test("a photograph", "/visit/items/NET-01", async (tab, is) => {
  await tab.locator("#f-remark").fill("Taken from the tool in our presence");
  await tab.locator("#f-photo").setInputFiles({ name: "screen.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(300000, 7) });
  await tab.locator(".taken a", { hasText: "screen.jpg" }).waitFor();
  const item = await api(tab, "/visit/items/NET-01");
  is("it is kept, and what was typed before", [item.files.map((file) => [file.name, file.size]), item.mark.remark], [[["screen.jpg", 300000]], "Taken from the tool in our presence"]);
  is("from the camera", await tab.locator("#f-photo").getAttribute("capture"), "environment");
});

await test("one answer for several areas", "/visit/guide/PA01/GP_2.1.2", async (tab, is) => {
  const chosen = await tab.locator(".of-areas :checked").count();
  is("those that are left open are chosen", chosen > 3, true);
  for (const area of await tab.locator(".of-areas :checked").evaluateAll((list) => list.map((each) => each.value))) {
    if (!["PA01", "PA08"].includes(area)) await tab.locator(`.of-areas label:has([value=${area}])`).tap();
  }
  await tab.locator('[name="fields.owner.role"]').fill("Head of systems");
  await tab.locator('[name="fields.appointment.title"]').fill("Letter of mission");
  await tab.locator('[name="fields.appointment.place"]').fill("wiki /people");
  const item = await until(tab, "/visit/guide/PA08/GP_2.1.2", (now) => now.mark.fields?.appointment?.place === "wiki /people");
  is("each of them has it, and no other", item.areas.filter((area) => area.state !== "claimed").map((area) => area.area), ["PA01", "PA08"]);
  is("it is judged", item.verdict, "pass");
});

await test("a rule asks for a person", "/visit/guide/PA01/GP_2.1.1", async (tab, is) => {
  await tab.locator('[name="fields.means"]').fill("Two people, half of their time");
  await tab.locator('label:has([name="none.missing"])').tap();
  await until(tab, "/visit/guide/PA01/GP_2.1.1", (now) => now.mark.none !== undefined);
  await saved(tab);
  await tab.reload();
  await tab.locator(".decision textarea").fill("Enough for what is demanded");
  await tab.locator(".decision button", { hasText: "It passes" }).tap();
  await tab.locator(".decision h3", { hasText: "passes" }).waitFor();
  is("of all areas of the answer", (await api(tab, "/visit/guide/PA05/GP_2.1.1")).verdict, "pass");
});

await test("without a script", "/visit/items/NET-02", async (tab, is) => {
  await tab.locator("button[value=items]").tap();
  await tab.waitForURL((url) => url.pathname.endsWith("/rows"));
  is("a row comes", await tab.locator(".drawn-items li").count(), 6);
  await tab.locator('[name="items[0].what"]').fill("F14");
  await tab.locator('label:has([name="items[0].good"][value=yes])').tap();
  await basis(tab, "checked").tap();
  await tab.locator("#f-said_by").fill("Network engineer");
  await tab.locator(".keep-bar .primary").tap();
  await tab.waitForURL((url) => !url.pathname.includes("NET-02"));
  await tab.goto(`${origin}${place}/visit/items/NET-02`);
  is("it is kept", [await tab.locator("[name=basis]:checked").inputValue(), await tab.locator("#f-said_by").inputValue(), await tab.locator('[name="items[0].what"]').inputValue()], ["checked", "Network engineer", "F14"]);
}, { javaScriptEnabled: false });

await test("the agenda is changed", "/visit?edit=1", async (tab, is) => {
  const before = (await api(tab, "/visit")).chosen;
  await tab.locator('label:has([name="on/POL-06"])').tap();
  await tab.locator('[name="who/POL-08"]').fill("Risk manager");
  await tab.locator("button", { hasText: "Save the agenda" }).tap();
  await tab.waitForURL((url) => !url.search.includes("edit"));
  const after = await api(tab, "/visit");
  is("one less", after.chosen, before - 1);
  is("whom one meets", after.items.find((item) => item.id === "POL-08").who, "Risk manager");
  await tab.locator("a", { hasText: "By person to meet" }).tap();
  await tab.locator("h3", { hasText: "Risk manager" }).waitFor();
});

await test("in French", "/visit/items/PRC-07?lang=fr", async (tab, is) => {
  is("the language", await tab.locator("html").getAttribute("lang"), "fr");
  await tab.locator("#f-remark").fill("Dix tirés, neuf conformes");
  await saved(tab);
}, { locale: "fr" });

const small = () => [...document.querySelectorAll("main .visit :is(button, input:not([type=hidden]), select, textarea, summary, .button, .choices a, .agenda-items .what a)")]
  .filter((node) => node.checkVisibility() && node.closest(".unseen, .first") === null)
  .map((node) => [node, (node.closest("label") ?? node).getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && box.height < 43.5)
  .map(([node, box]) => `${node.tagName} ${node.name ?? ""} ${node.textContent.trim().slice(0, 20)} ${box.height}`);
for (const width of [1280, 820, 390]) {
  for (const path of ["/visit", "/visit?order=person", "/visit?edit=1", "/visit/items/POL-01", "/visit/items/PRC-03", "/visit/guide/PA01/GP_1.1.1", "/visit/minutes"]) {
    const tab = await open(path, { width, bypassCSP: true });
    await tab.evaluate(axe);
    const found = await tab.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    tell(`${path} at ${width}`, [...tab.problems, ...found.violations.map((each) => `${each.id}: ${each.nodes[0].html}`),
      ...(wide > 0 ? [`scrolls sideways by ${wide}`] : []), ...(width < 1000 ? await tab.evaluate(small) : [])]);
    if (shots !== undefined) await tab.screenshot({ path: join(shots, `visit${path.replaceAll(/\W+/g, "-")}-${width}.png`), fullPage: true });
    await tab.context().close();
  }
}
await browser.close();
end();
