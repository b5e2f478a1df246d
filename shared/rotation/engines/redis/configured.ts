import * as z from "zod";
import { EngineError } from "../../errors.ts";
import type { Connection } from "./connection.ts";

const setting = z.record(z.string(), z.string());

/** A setting of a node; empty where it is not set, or not known there. */
export async function configured(node: Connection, name: string): Promise<string> {
  const reply = setting.safeParse(await node.command("CONFIG", "GET", name));
  if (reply.success) return reply.data[name] ?? "";
  throw new EngineError("answer", `${node.place} answered CONFIG GET ${name} in an unknown way.`);
}
