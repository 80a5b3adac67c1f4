// place - the place where a questionnaire is answered, in real browsers: two colleagues at once, each in a browser of
// their own, who are cut off, whose tab is closed and whose server is killed; and somebody without a script, in French.
// tests/http/test_place.py runs it and answers at CONTROL: /send, /answers/ID, /kill, /start, /say/ID/STATE.
// usage: node place.mjs ORIGIN CONTROL [--shots DIR]
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { end, launch, tell } from "./told.mjs";

const [origin, control] = process.argv.slice(2, 4);
const at = process.argv.indexOf("--shots");
const shots = at > 0 ? process.argv[at + 1] : undefined;
if (shots !== undefined) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
const ask = async (path) => (await fetch(control + path)).json();
const WAIT = 60000; // a loaded machine, and a script that waits a while before it tries again

// Somebody in a browser of their own, who came by a link; what scripts and the network say is kept.
class Colleague {
  constructor(name, { language = "en", width = 1280, isDark = false, hasScript = true } = {}) {
    Object.assign(this, { name, language, width, isDark, hasScript, problems: [], number: 0 });
  }

  async come(link, role) {
    this.context = await browser.newContext({ viewport: { width: this.width, height: 900 }, locale: this.language,
      colorScheme: this.isDark ? "dark" : "light", javaScriptEnabled: this.hasScript, reducedMotion: "reduce", acceptDownloads: true });
    await this.sit();
    await this.tab.goto(`${origin}/pass/${link}`);
    await this.leave(() => this.tab.locator("main form button").first().click());
    this.home = this.tab.url();
    await this.look("the overview");
    await this.leave(() => this.tab.getByRole("link", { name: /^(Begin|Commencer|Go on|Continuer)/ }).first().click());
    await this.look("who one is");
    await this.tab.locator("#f-role").fill(role);
    await this.tab.locator("#f-name").fill(this.name);
    await this.leave(() => this.tab.locator("main form button.primary").click());
  }

  // A new tab of the same browser.
  async sit() {
    this.tab = await this.context.newPage();
    this.tab.setDefaultTimeout(WAIT);
    this.tab.on("pageerror", (error) => this.problems.push(`script: ${error.message}`));
    this.tab.on("console", (message) => {
      if (message.type() === "error" && !/status of 4\d\d|net::ERR/.test(message.text())) this.problems.push(`console: ${message.text()}`);
    });
  }

  async leave(act) {
    const from = this.tab.url();
    await act();
    await this.tab.waitForURL((url) => url.href !== from);
    await this.tab.waitForLoadState("load");
  }

  async go(path) { await this.tab.goto(this.home + path); }
  question(id) { return this.tab.locator(`#at-${id}`); }
  field(id, name) { return this.question(id).locator(`[name="${name}"]`); }
  status(id) { return this.question(id).locator("[data-status]"); }
  button(id, name) { return this.question(id).getByRole("button", { name, exact: true }); }
  async text() { return (await this.tab.locator("main").innerText()).replace(/\s+/g, " "); }

  // Until the page says so of a question: a regular expression.
  async told(id, words) {
    const found = this.status(id).filter({ hasText: words });
    await found.waitFor({ timeout: WAIT }).catch(async () => {
      throw new Error(`${this.name}: ${id} says "${await this.status(id).innerText().catch(() => "nothing")}", not ${words}`);
    });
  }

  async kept() {
    return this.tab.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("palier-answer:")).length);
  }

  async emptied() {
    if (!await until(async () => await this.kept() === 0)) throw new Error(`${this.name}: something stays in the browser`);
  }

  // What axe and the eye find at the page as it is.
  async look(what) {
    const wide = await this.tab.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth).catch(() => 0);
    if (wide > 0) this.problems.push(`${what} is wider than the window by ${wide}`);
    if (shots !== undefined) {
      this.number += 1;
      await this.tab.screenshot({ path: join(shots, `${this.width}-${this.number}-${what.replaceAll(" ", "-")}.png`), fullPage: true });
    }
    if (!this.hasScript) return;
    await this.tab.evaluate(axe);
    const result = await this.tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
    for (const each of result.violations) {
      this.problems.push(`${what}: axe ${each.id}: ${each.nodes.slice(0, 2).map((node) => node.html.slice(0, 200)).join(" | ")}`);
    }
  }
}

const check = (problems, isTrue, words) => {
  if (!isTrue) problems.push(words);
};
const part = async (name, act) => {
  const problems = [];
  const started = Date.now();
  try {
    await act(problems);
  } catch (error) {
    problems.push(error.stack ?? String(error));
  }
  tell(name, problems);
  if (process.argv.includes("-v")) console.log(`${name} ${((Date.now() - started) / 1000).toFixed(1)} s`);
};
const until = async (act) => {
  for (const from = Date.now(); Date.now() - from < WAIT;) {
    if (await act()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
};

const { sending, link } = await ask("/send");
const answer = async (id) => (await ask(`/answers/${sending}`))[id];
const anna = new Colleague("Anna Archer");
const ben = new Colleague("Ben Book", { width: 820, isDark: true });
const SAVED = /^Saved \d\d:\d\d:\d\d/;

await part("it is opened, and goes on to the first question", async (problems) => {
  await anna.come(link, "Head of operations");
  check(problems, anna.tab.url().includes("/topics/POL"), anna.tab.url());
  await anna.look("a topic");
});

await part("saved as one types, and shown as saved", async (problems) => {
  await anna.field("POL-01", "fields.policy.title").pressSequentially("Policy of the house");
  await anna.told("POL-01", SAVED);
  check(problems, (await answer("POL-01")).body.fields.policy.title === "Policy of the house", JSON.stringify(await answer("POL-01")));
  await anna.emptied();
  await anna.field("POL-01", "remark").fill("typed, then left");
  await anna.field("POL-05", "remark").focus();
  await anna.told("POL-01", SAVED);
  check(problems, await until(async () => (await answer("POL-01")).body.remark === "typed, then left"), "leaving a field saves");
  check(problems, /1\/4/.test(await anna.tab.locator(".topics-of [aria-current] + .count").innerText()), "the count goes on");
  await anna.field("POL-05", "fields.trained").fill("seven");
  await anna.told("POL-05", /^Not saved: /);
  check(problems, await anna.field("POL-05", "fields.trained").getAttribute("aria-invalid") === "true", "where it is wrong");
  check(problems, await anna.kept() === 1, "what cannot be saved is kept");
  await anna.look("what is wrong");
  await anna.field("POL-05", "fields.trained").fill("7");
  await anna.told("POL-05", SAVED);
  await anna.emptied();
});

await part("without a connection it is kept, and sent as soon as there is one", async (problems) => {
  await anna.context.setOffline(true);
  await anna.field("POL-01", "remark").fill("typed without a connection");
  await anna.told("POL-01", /^Not saved: no connection\. It is kept here/);
  check(problems, await anna.kept() === 1, "kept");
  await anna.look("no connection");
  await anna.field("POL-01", "remark").fill("typed without a connection, and more");
  await anna.context.setOffline(false);
  await anna.told("POL-01", SAVED);
  check(problems, await until(async () => (await answer("POL-01")).body.remark === "typed without a connection, and more"), "both arrive");
  await anna.emptied();
});

await part("a closed tab loses nothing", async (problems) => {
  await anna.context.setOffline(true);
  await anna.field("POL-01", "remark").fill("typed, and the tab was closed");
  await anna.field("POL-12", "remark").fill("of another question");
  await anna.told("POL-12", /^Not saved: no connection/);
  await anna.tab.close();
  await anna.context.setOffline(false);
  await anna.sit();
  await anna.go("/topics/POL?at=POL-01");
  await anna.told("POL-01", SAVED);
  await anna.emptied();
  check(problems, await anna.field("POL-01", "remark").inputValue() === "typed, and the tab was closed", "shown again");
  check(problems, (await answer("POL-01")).body.remark === "typed, and the tab was closed", JSON.stringify(await answer("POL-01")));
  check(problems, (await answer("POL-12")).body.remark === "of another question", JSON.stringify(await answer("POL-12")));
});

await part("what was typed on another page is sent from any", async (problems) => {
  await anna.context.setOffline(true);
  await anna.field("POL-12", "remark").fill("left behind");
  await anna.told("POL-12", /^Not saved: no connection/);
  await anna.tab.close();
  await anna.context.setOffline(false);
  await anna.sit();
  await anna.go("/topics/ORG");
  check(problems, await until(async () => (await answer("POL-12")).body.remark === "left behind"), "sent from the next topic");
  await anna.emptied();
  await anna.go("/topics/POL");
});

await part("a server that is killed loses nothing", async (problems) => {
  await anna.field("POL-01", "remark").fill("before the kill");
  await anna.told("POL-01", SAVED);
  await until(async () => (await answer("POL-01")).body.remark === "before the kill");
  await ask("/kill");
  await anna.field("POL-01", "remark").fill("typed while it was down");
  await anna.told("POL-01", /^Not saved: no connection/);
  await ask("/start");
  await anna.told("POL-01", SAVED);
  check(problems, (await answer("POL-01")).body.remark === "typed while it was down", JSON.stringify(await answer("POL-01")));
  await anna.emptied();
});

await part("two at once: other parts go together", async (problems) => {
  await ben.come(link, "Legal");
  await ben.go("/topics/POL");
  await anna.go("/topics/POL");
  await anna.field("POL-01", "fields.policy.version").fill("7");
  await anna.told("POL-01", SAVED);
  await ben.field("POL-01", "remark").fill("of Ben");
  await ben.told("POL-01", /^Saved \d\d:\d\d:\d\d, together with what somebody else has changed/);
  const { body } = await answer("POL-01");
  check(problems, body.remark === "of Ben" && body.fields.policy.version === "7", JSON.stringify(body));
  check(problems, await ben.field("POL-01", "fields.policy.version").inputValue() === "7", "Ben sees what Anna typed");
});

await part("two at once: of the same part somebody decides", async (problems) => {
  await anna.go("/topics/POL");
  await anna.field("POL-01", "remark").fill("Anna's");
  await anna.told("POL-01", SAVED);
  await ben.field("POL-01", "remark").fill("Ben's");
  await ben.told("POL-01", /^Not saved: somebody else has changed this answer/);
  const shown = await ben.question("POL-01").innerText();
  check(problems, shown.includes("Changed meanwhile") && shown.includes("Anna's") && shown.includes("Anna Archer"), shown.slice(0, 900));
  check(problems, await ben.field("POL-01", "remark").inputValue() === "Ben's", "what Ben typed stands there");
  await ben.field("POL-01", "fields.policy.place").fill("archive");
  await ben.look("a conflict");
  await ben.question("POL-01").locator('button[name=take][value="remark"]').click();
  await until(async () => await ben.field("POL-01", "remark").inputValue() === "Anna's");
  await ben.question("POL-01").locator(".saving button:not([name])").click();
  await ben.told("POL-01", SAVED);
  const { body } = await answer("POL-01");
  check(problems, body.remark === "Anna's" && body.fields.policy.place === "archive", JSON.stringify(body));
  check(problems, await ben.question("POL-01").locator(".conflict").count() === 0, "the conflict is over");
});

await part("rows, and a question that hangs on another", async (problems) => {
  const full = await ask("/send?tier=full");
  const dora = new Colleague("Dora Dean");
  const hers = async (id) => (await ask(`/answers/${full.sending}`))[id];
  await dora.come(full.link, "Head of operations");
  await dora.go("/topics/ORG?at=ORG-09");
  check(problems, await dora.question("ORG-10").locator("form").count() === 0, "as the answer leads");
  await dora.field("ORG-09", "remark").fill("typed before a row was added");
  await dora.question("ORG-09").locator('button[name=add][value="fields.subcontractors"]').click();
  await dora.field("ORG-09", "fields.subcontractors[1].name").waitFor();
  check(problems, await dora.field("ORG-09", "remark").inputValue() === "typed before a row was added", "kept");
  await dora.field("ORG-09", "fields.subcontractors[0].name").fill("Cooling Ltd");
  await dora.told("ORG-09", SAVED);
  await dora.question("ORG-10").locator("form").waitFor();
  await dora.look("a question that hangs");
  await dora.field("ORG-10", "remark").fill("it is there");
  await dora.told("ORG-10", SAVED);
  await dora.field("ORG-09", "fields.subcontractors[0].name").fill("");
  await dora.field("ORG-09", "none.subcontractors").check();
  check(problems, await until(async () => (await hers("ORG-09")).body.none?.length === 1), "none of them");
  await dora.question("ORG-10").locator("form").waitFor({ state: "detached" });
  problems.push(...dora.problems);
  await dora.context.close();
});

await part("a file for a question, states, and a link for a colleague", async (problems) => {
  await anna.go("/topics/POL");
  const [chooser] = await Promise.all([anna.tab.waitForEvent("filechooser"), anna.question("POL-01").getByText("Send a file for this question").click()]);
  await chooser.setFiles({ name: "policy.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 of the house") });
  await anna.told("POL-01", SAVED);
  check(problems, (await answer("POL-01")).body.proofs?.length === 1, JSON.stringify(await answer("POL-01")));
  await anna.button("POL-01", "Save as proposed").click();
  check(problems, await until(async () => (await answer("POL-01")).state === "proposed"), "proposed");
  await anna.field("POL-01", "remark").fill("changed, then approved");
  await anna.button("POL-01", "Save as approved").click();
  check(problems, await until(async () => (await answer("POL-01")).state === "approved" &&
    (await answer("POL-01")).body.remark === "changed, then approved"), "approved as it was typed");
  await anna.go("/files");
  check(problems, (await anna.text()).includes("policy.pdf"), await anna.text());
  await anna.look("files");
  await anna.go("/hand-on");
  await anna.tab.locator("[name=topic]").first().selectOption("NET");
  await anna.tab.locator("[name=note]").fill("for the network team");
  await anna.look("handing on");
  await anna.tab.locator("main form button.primary").click();
  await anna.tab.locator("input.copy").waitFor();
  await anna.look("a link to hand on");
  await anna.go("/all");
  await anna.look("everything");
});

await part("with the keyboard alone", async (problems) => {
  await anna.go("/topics/POL");
  await anna.field("POL-05", "fields.staff").focus();
  await anna.tab.keyboard.type("12");
  await anna.tab.keyboard.press("Tab");
  await anna.told("POL-05", SAVED);
  check(problems, await anna.tab.evaluate(() => document.activeElement !== document.body), "the focus stays in the page");
  check(problems, (await answer("POL-05")).body.fields.staff !== undefined, JSON.stringify(await answer("POL-05")));
});

// ---- without a script, in French, on a telephone
const claire = new Colleague("Claire Dubois", { language: "fr", width: 390, hasScript: false });
const second = await ask("/send");
const theirs = async (id) => (await ask(`/answers/${second.sending}`))[id];

await part("without a script: saved with a button, nothing typed is lost", async (problems) => {
  await claire.come(second.link, "Responsable technique");
  check(problems, (await claire.text()).includes("Politique"), await claire.text());
  await claire.look("a topic");
  await claire.field("POL-05", "fields.trained").fill("sept");
  await claire.field("POL-05", "remark").fill("à garder");
  await claire.tab.locator("#at-POL-05 .saving button:not([name])").click();
  await claire.tab.waitForLoadState("load");
  check(problems, await claire.field("POL-05", "remark").inputValue() === "à garder" &&
    await claire.field("POL-05", "fields.trained").inputValue() === "sept", "kept where something is wrong");
  await claire.look("what is wrong");
  await claire.field("POL-05", "fields.trained").fill("7");
  await claire.tab.locator("#at-POL-05 .saving button:not([name])").click();
  await claire.told("POL-05", /^Enregistré /);
  check(problems, (await theirs("POL-05")).body.remark === "à garder", JSON.stringify(await theirs("POL-05")));
  await claire.go("/topics/ORG?at=ORG-09");
  await claire.field("ORG-09", "remark").fill("avant la ligne");
  await claire.question("ORG-09").locator('button[name=add][value="fields.subcontractors"]').click();
  await claire.field("ORG-09", "fields.subcontractors[1].name").waitFor();
  check(problems, await claire.field("ORG-09", "remark").inputValue() === "avant la ligne", "rows keep what is typed");
});

await part("without a script: two at once", async (problems) => {
  const paul = new Colleague("Paul Petit", { language: "fr", width: 820, hasScript: false });
  await paul.come(second.link, "Juriste");
  await paul.go("/topics/POL");
  await claire.go("/topics/POL");
  await paul.field("POL-05", "remark").fill("de Paul");
  await paul.tab.locator("#at-POL-05 .saving button:not([name])").click();
  await paul.told("POL-05", /^Enregistré /);
  await claire.field("POL-05", "remark").fill("de Claire");
  await claire.tab.locator("#at-POL-05 .saving button:not([name])").click();
  await claire.tab.locator("#at-POL-05 .conflict").waitFor();
  check(problems, (await claire.question("POL-05").innerText()).includes("de Paul") &&
    await claire.field("POL-05", "remark").inputValue() === "de Claire", "both are shown");
  await claire.look("a conflict");
  await claire.tab.locator("#at-POL-05 .saving button:not([name])").click();
  await claire.told("POL-05", /^Enregistré /);
  check(problems, (await theirs("POL-05")).body.remark === "de Claire", JSON.stringify(await theirs("POL-05")));
  problems.push(...paul.problems);
  await paul.context.close();
});

await part("without a script: a file, and handing in", async (problems) => {
  await claire.go("/files?question=POL-05");
  await claire.tab.locator("input[type=file]").setInputFiles({ name: "liste.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4") });
  await claire.look("files");
  await claire.leave(() => claire.tab.locator("form:has(input[type=file]) button.primary").click());
  check(problems, (await theirs("POL-05")).body.proofs?.length === 1, JSON.stringify(await theirs("POL-05")));
  await claire.go("/submit");
  await claire.look("handing in");
  await claire.leave(() => claire.tab.locator("main form button.primary").click());
  check(problems, claire.tab.url().includes("/receipt"), claire.tab.url());
  await claire.look("the receipt");
  await claire.go("/topics/POL");
  check(problems, await claire.tab.locator("main form[data-answer]").count() === 0, "text, not fields");
  await claire.look("a topic that is submitted");
  await ask(`/say/${second.sending}/reopened?reason=une%20date%20manque`);
  await claire.go("");
  check(problems, (await claire.text()).includes("une date manque"), await claire.text());
  await claire.look("reopened");
});

await part("handed in while a colleague types", async (problems) => {
  await ben.go("/topics/POL");
  await anna.go("/submit");
  await anna.look("handing in");
  await anna.leave(() => anna.tab.locator("main form button.primary").click());
  await anna.look("the receipt");
  await ben.field("POL-01", "remark").fill("too late");
  await ben.told("POL-01", /^Not saved: /);
  check(problems, (await answer("POL-01")).body.remark === "changed, then approved", JSON.stringify(await answer("POL-01")));
  check(problems, await ben.kept() === 1, "what Ben typed is in his browser");
  await ben.go("/topics/POL");
  check(problems, await until(async () => (await ben.tab.locator("body").innerText()).includes("Drop what was typed there")), "and told there");
  await ben.look("what is left");
  await ben.tab.getByRole("button", { name: "Drop what was typed there" }).click();
  await ben.emptied();
});

for (const one of [anna, ben, claire]) tell(`${one.name} saw nothing odd`, one.problems);
await browser.close();
end();
