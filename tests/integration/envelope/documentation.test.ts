import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, inject, it } from "vitest";
import { checkout } from "../../../local/checkout.ts";
import { builtRekey } from "../../built-rekey.ts";
import { kms, newKey } from "./kms.ts";

const execute = promisify(execFile);
const library = pathToFileURL(path.join(checkout, "shared", "envelope", "index.ts")).href;
const program = builtRekey;

/** A piece of code in the documentation. */
interface Example {
  language: string;
  code: string;
}

async function examples(): Promise<Example[]> {
  const text = await readFile(path.join(checkout, "docs", "envelope.md"), "utf8");
  return [...text.matchAll(/^```(sh|ts)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
    language,
    code,
  }));
}

it("every example of docs/envelope.md does what it says, one after the other", async () => {
  const cwd = await mkdtemp(path.join(tmpdir(), "rekey-tests-"));
  try {
    for (const AliasName of ["alias/prod-data", "alias/new-data"]) {
      await kms.createAlias({ AliasName, TargetKeyId: (await newKey()).keyId });
    }
    const report = randomBytes(2_000_000);
    await writeFile(path.join(cwd, "report.pdf"), report);
    await mkdir(path.join(cwd, "invoices"));
    await writeFile(path.join(cwd, "invoices", "1.txt"), "one");
    await writeFile(path.join(cwd, "package.json"), '{ "type": "module" }');
    const found = await examples();
    expect(found.length).toBeGreaterThanOrEqual(9);
    const outputs: string[] = [];
    for (const { language, code } of found) outputs.push(await run(language, code, cwd));

    expect(await readFile(path.join(cwd, "report.pdf"))).toEqual(report);
    expect(await readFile(path.join(cwd, "report.copy.pdf"))).toEqual(report);
    expect(outputs.join("\n")).toContain("app=payments");
    expect(outputs.join("\n")).toContain("invoices/1.txt\n");
    expect(outputs.join("\n")).toContain(`${path.join("invoices-encrypted", "1.txt.encrypted")} -> `);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});

async function run(language: string, code: string, cwd: string): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: inject("integration").endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    NODE: process.execPath,
    PROGRAM: program,
  };
  if (language === "sh") {
    const script = `set -euo pipefail; rekey() { "$NODE" "$PROGRAM" "$@"; }\n${code}`;
    const { stdout } = await execute("bash", ["-c", script], { cwd, env });
    return stdout;
  }
  const file = path.join(cwd, "example.ts");
  await writeFile(file, code.replaceAll('"rekey/envelope"', JSON.stringify(library)));
  const { stdout, stderr } = await execute(process.execPath, [file], { cwd, env });
  expect(stderr).toBe("");
  return stdout;
}
