// told - what the scripts in a browser share: Chromium, and a count of what passed and failed.
import { chromium } from "playwright-core";

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium",
  args: process.getuid() === 0 ? ["--no-sandbox"] : [] });

let passed = 0;
let failed = 0;

// Counts a test; its problems, each once and twelve at most, are told at once.
export const tell = (name, problems) => {
  if (problems.length === 0) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`FAILED ${name}\n  ${[...new Set(problems)].slice(0, 12).join("\n  ")}`);
  }
};

export const end = () => {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
};
