import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { planJobs } from "../../../../cli/envelope/jobs.ts";

const naming = { rename: (name: string) => `${name}.new`, isInput: (name: string) => !name.endsWith(".new") };
let folder = "";
const at = (...names: string[]) => path.join(folder, ...names);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rekey-tests-"));
  await mkdir(at("in", "deep"), { recursive: true });
  for (const name of ["a", "in/b", "in/b.new", "in/deep/c", "in/deep/a"]) await writeFile(at(name), "");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("an output stands beside its input, in a folder, or where it is said to", async () => {
  const plan = (output?: string) => planJobs([at("a")], output === undefined ? {} : { output }, naming);
  expect(await plan()).toEqual([{ from: at("a"), to: at("a.new") }]);
  expect(await plan(at("in"))).toEqual([{ from: at("a"), to: at("in", "a.new") }]);
  expect(await plan(`${at("absent")}/`)).toEqual([{ from: at("a"), to: at("absent", "a.new") }]);
  expect(await plan(at("exactly"))).toEqual([{ from: at("a"), to: at("exactly") }]);
  expect(await plan("-")).toEqual([{ from: at("a"), to: "-" }]);
});

it("a folder's outputs have its layout, and what is done already is left out", async () => {
  expect(await planJobs([at("in")], { recursive: true, output: at("out") }, naming)).toEqual([
    { from: at("in", "b"), to: at("out", "b.new") },
    { from: at("in", "deep", "a"), to: at("out", "deep", "a.new") },
    { from: at("in", "deep", "c"), to: at("out", "deep", "c.new") },
  ]);
  // What is named itself is taken, whatever its name.
  expect(await planJobs([at("in", "b.new")], {}, naming)).toHaveLength(1);
});

it.each([
  ["a folder without --recursive", ["in"], {}, /--recursive/],
  ["several for standard output", ["a", "in/b"], { output: "-" }, /Only one file/],
  ["a folder for standard output", ["in"], { recursive: true, output: "-" }, /Only one file/],
  ["two of one name for one folder", ["a", "in/deep/a"], { output: "out" }, /would both become/],
  ["one that is not there", ["absent"], {}, /ENOENT/],
])("it is refused before anything is done: %s", async (_, inputs, options, words) => {
  await expect(
    planJobs(
      inputs.map((name) => at(name)),
      options,
      naming,
    ),
  ).rejects.toThrow(words);
});
