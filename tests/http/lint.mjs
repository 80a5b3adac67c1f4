// What a linter says of an OpenAPI description: its problems, a line each.
// usage: node tests/http/lint.mjs FILE      (the linter is one of tests/browser's packages)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const linter = createRequire(new URL("../browser/package.json", import.meta.url))(
  "@redocly/openapi-core");
const config = await linter.createConfig({ extends: ["recommended-strict"] });
const problems = await linter.lintFromString({
  source: readFileSync(process.argv[2], "utf8"), absoluteRef: "openapi.json", config,
});
for (const problem of problems) {
  console.log(`${problem.ruleId}: ${problem.message} (${problem.location[0]?.pointer})`);
}
process.exitCode = problems.length > 0 ? 1 : 0;
