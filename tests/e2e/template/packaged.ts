import { readFile } from "node:fs/promises";
import path from "node:path";

/** A resource of a template. */
export interface Resource {
  Type: string;
  Condition?: string;
  DeletionPolicy?: string;
  Properties: Record<string, unknown>;
}

/** The template that packaging left in a folder. */
export function templateIn(packaged: string): string {
  return path.join(packaged, "package", "cloudformation-template-update-stack.json");
}

/** Its resources. */
export async function resourcesOf(packaged: string): Promise<Record<string, Resource>> {
  return JSON.parse(await readFile(templateIn(packaged), "utf8")).Resources;
}
