import {
  batchRead,
  byRole,
  byUser,
  type Examples,
  example,
  failing,
  inRegion,
  later,
  refused,
  times,
} from "../../examples/builders.ts";

const filters = [{ key: "tag-key", values: ["!x"] }];
const regions = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-south-1", "sa-east-1"];

export const examples: Examples = {
  fires: [
    example(
      "A user reads in six regions",
      regions.map((name, n) => batchRead(filters, inRegion(name), later(n * 60))),
      { severity: "HIGH", why: "regions within ten minutes" },
    ),
    example(
      "A role is refused in some",
      regions.map((name, n) =>
        batchRead(filters, byRole("shop"), ...(n % 2 ? [refused] : []), inRegion(name), later(n)),
      ),
    ),
  ],
  silent: [
    example(
      "In six regions, of which it may call none so often",
      regions.map((name, n) => batchRead(filters, failing("ThrottlingException"), inRegion(name), later(n))),
    ),
    example(
      "In four regions",
      regions.slice(0, 4).map((name, n) => batchRead(filters, inRegion(name), later(n))),
    ),
    example(
      "Many times in one",
      times(20, (n) => batchRead(filters, later(n))),
    ),
    example(
      "In six regions over a day",
      regions.map((name, n) => batchRead(filters, inRegion(name), later(n * 3_600))),
    ),
    example(
      "By different users",
      regions.map((name, n) => batchRead(filters, byUser(`user${n}`), inRegion(name), later(n))),
    ),
  ],
};
