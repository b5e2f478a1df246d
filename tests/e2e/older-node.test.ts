import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { builtRekey } from "../built-rekey.ts";

const execute = promisify(execFile);

/** Takes away what Node 20 does not have. */
const asNode20 = `
  delete Map.groupBy;
  delete Object.groupBy;
  delete Promise.withResolvers;
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf(new Map().entries()));
  for (const name of ["map", "filter", "take", "drop", "flatMap", "reduce", "toArray", "forEach", "some", "every", "find"])
    delete iterators[name];
  delete globalThis.Iterator;
  for (const name of ["union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"])
    delete Set.prototype[name];
  delete Array.fromAsync;
  delete globalThis.DisposableStack;
  delete globalThis.AsyncDisposableStack;
`;

it("the command line runs on a Node that has no more than version 20 has", async () => {
  const preload = `data:text/javascript,${encodeURIComponent(asNode20)}`;
  const { stdout } = await execute(process.execPath, ["--import", preload, builtRekey, "detections", "test"]);
  expect(stdout).toMatch(/examples of \d+ detections, 0 failed/);
});
