import { launch } from "./told.mjs";
const [origin, link, out] = process.argv.slice(2);
const b = await launch();
const problems = [];
for (const [name, size, scheme, locale] of [["1280", { width: 1280, height: 800 }, "light", "en"], ["820", { width: 820, height: 1100 }, "light", "fr"], ["390", { width: 390, height: 800 }, "dark", "en"]]) {
  const c = await b.newContext({ viewport: size, colorScheme: scheme, locale, reducedMotion: "reduce" });
  const t = await c.newPage();
  t.on("pageerror", (e) => problems.push(e.message));
  t.on("console", (m) => m.type() === "error" && problems.push(m.text()));
  await t.goto(`${origin}/pass/${link}`);
  await t.screenshot({ path: `${out}/${name}-0pass.png`, fullPage: true });
  await t.locator("main form button").first().click();
  await t.waitForLoadState("load");
  await t.screenshot({ path: `${out}/${name}-1place.png`, fullPage: true });
  const home = t.url();
  await t.goto(`${home}/topics/POL`);
  await t.screenshot({ path: `${out}/${name}-2who.png`, fullPage: true });
  await t.locator("#f-role").fill("Head of operations");
  await t.locator("#f-name").fill("Anna " + name);
  await t.locator("main form button.primary").click();
  await t.waitForLoadState("load");
  await t.screenshot({ path: `${out}/${name}-3topic.png`, fullPage: true });
  for (const [i, p] of [["4", "/topics/ORG"], ["5", "/all"], ["6", "/files"], ["7", "/hand-on"], ["8", "/submit"]]) {
    await t.goto(home + p);
    await t.screenshot({ path: `${out}/${name}-${i}${p.replaceAll("/", "_")}.png`, fullPage: true });
    const wide = await t.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) problems.push(`${name} ${p} is wider by ${wide}`);
  }
  await c.close();
}
console.log(problems);
await b.close();
