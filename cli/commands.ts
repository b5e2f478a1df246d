import type { Command } from "commander";

/**
 * The commands, in the order in which help shows them. Each is loaded when it is asked for: most of the command line's start would
 * go into what the others need.
 */
const commands: Record<string, () => Promise<Command>> = {
  rotate: async () => (await import("./rotate.ts")).rotateCommand,
  rotation: async () => (await import("./rotation/index.ts")).rotationCommand,
  approve: async () => (await import("./approve.ts")).approveCommand,
  audit: async () => (await import("./audit/index.ts")).auditCommand,
  report: async () => (await import("./report/index.ts")).reportCommand,
  detect: async () => (await import("./detect/index.ts")).detectCommand,
  detections: async () => (await import("./detections/index.ts")).detectionsCommand,
  access: async () => (await import("./access/index.ts")).accessCommand,
  key: async () => (await import("./key/index.ts")).keyCommand,
  encrypt: async () => (await import("./envelope/encrypt.ts")).encryptCommand,
  decrypt: async () => (await import("./envelope/decrypt.ts")).decryptCommand,
  inspect: async () => (await import("./envelope/inspect.ts")).inspectCommand,
  reencrypt: async () => (await import("./envelope/reencrypt.ts")).reencryptCommand,
};

/**
 * Loads the command that the arguments name, or all of them for help, and for the hint at one that was mistyped.
 *
 * @param args the arguments of the command line
 */
export async function commandsFor([first = "", second = ""]: readonly string[]): Promise<Command[]> {
  const name = first === "help" ? second : first;
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return Promise.all((named ? [named] : Object.values(commands)).map((load) => load()));
}
