import path from "node:path";
import { buildRekey } from "../build-rekey.ts";
import { checkout } from "../local/checkout.ts";

/** The command line as it is shipped, which starts several times as fast as its sources. */
export const builtRekey = path.join(checkout, "dist", "rekey.mjs");

/** Builds it, once before the tests. */
export default buildRekey;
