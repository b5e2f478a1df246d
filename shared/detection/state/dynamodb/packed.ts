import { deflateRawSync, inflateRawSync } from "node:zlib";
import * as z from "zod";

/** DynamoDB takes no item above 400 KB; this leaves room for its other attributes. */
export const largestPack = 380_000;

/** Packs what JSON can hold: DynamoDB bills by the kilobyte. */
export function pack(value: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(value));
}

/** Unpacks what was packed, and checks that it is what it should be. */
export function unpack<T>(data: Uint8Array, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(inflateRawSync(data).toString("utf8")));
}

/** The attribute that holds a pack. */
export const packSchema = z.instanceof(Uint8Array);
