/** How LocalStack is run: as a container, or as a plain process where no container engine answers. */
export type LocalStackKind = "container" | "process";

/** How to start LocalStack. */
export interface LocalStackOptions {
  /** Forces the choice; by default a container where a container engine answers. */
  kind?: LocalStackKind | undefined;
  /** A fixed port instead of a free one. */
  port?: number | undefined;
  /** Keeps logs and files after stop(). */
  keepFiles?: boolean | undefined;
  /** Told what is under way, in words. */
  onProgress?: ((message: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** A LocalStack that answers. */
export interface RunningLocalStack {
  endpoint: string;
  kind: LocalStackKind;
  /** Where its own log and the functions' logs are; undefined where the container keeps them. */
  logDirectory: string | undefined;
  /** Stops it and removes what it wrote. */
  stop(): Promise<void>;
}
