// grid_speed - how long the grid takes to load, and a key until the page is laid out again: the median of many.
// usage: node grid_speed.mjs ORIGIN COOKIES PATH...      (started by bench/bench_grid.py)
import { launch } from "./told.mjs";

const [origin, cookies, ...paths] = process.argv.slice(2);
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
await context.addCookies(Object.entries(JSON.parse(cookies)).map(([name, value]) => ({ name, value, url: origin })));
const rows = [];
for (const path of paths) {
  const tab = await context.newPage();
  await tab.goto(origin + path);
  const took = (keys) => tab.evaluate((all) => {
    const times = all.map((key) => {
      const begun = performance.now();
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      document.body.getBoundingClientRect();
      return performance.now() - begun;
    });
    return times.sort((a, b) => a - b)[times.length >> 1];
  }, keys);
  await tab.locator(".grid td a[tabindex='0']").focus();
  rows.push({
    path, cells: await tab.locator(".grid td").count(),
    load: await tab.evaluate(() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd),
    arrow: await took(Array(101).fill(["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"]).flat().slice(0, 101)),
    mark: await took(Array(101).fill(["n", "l"]).flat().slice(0, 101)),
  });
  await tab.close();
}
console.log(JSON.stringify(rows));
await browser.close();
