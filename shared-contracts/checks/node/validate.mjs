// Validates AsyncAPI documents: prints one JSON line a document, exits 1 where one has an error or a warning.
import { readFile } from "node:fs/promises";
import { Parser } from "@asyncapi/parser";

const SEVERITIES = ["error", "warning", "information", "hint"];
const parser = new Parser();
let failed = false;

for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await parser.parse(await readFile(file, "utf8"), { source: file });
  const problems = diagnostics
    .filter(({ severity }) => severity <= 1)
    .map(({ code, message, path, severity }) => ({ severity: SEVERITIES[severity], code, message, path: path.join("/") }));
  const parsed = Boolean(document);
  failed ||= !parsed || problems.length > 0;
  const channels = parsed ? document.allChannels().length : 0;
  const messages = parsed ? document.allMessages().length : 0;
  process.stdout.write(`${JSON.stringify({ file, parsed, channels, messages, problems })}\n`);
}
process.exitCode = failed ? 1 : 0;
