import type { Regions, Situation } from "./situation.ts";

/** The situations of one key: of one detection, account, region and entity. */
export interface Stored {
  /** Rises with each write. */
  version: number;
  situations: readonly Situation[];
  /** When `due` returns the key, ISO 8601; never if undefined. */
  lookAt: string | undefined;
}

/** What is to be stored in place of what was read. */
export interface ToStore {
  situations: readonly Situation[];
  lookAt: string | undefined;
  /** When it may be forgotten. */
  keepUntil: Date;
}

/** Where situations are kept. Whoever writes says what it has read: of two writers at once one has to read again. */
export interface SituationStore {
  /** Whether those who share it see one region or several. */
  regions: Regions;
  /** What is stored of some keys; a key of which nothing is stored is left out. */
  read(keys: readonly string[]): Promise<Map<string, Stored>>;
  /** @returns false, with nothing changed, if what is stored is not `before` any more */
  write(key: string, before: Stored | undefined, after: ToStore): Promise<boolean>;
  /** Keys whose `lookAt` has come. */
  due(now: Date): Promise<string[]>;
}
