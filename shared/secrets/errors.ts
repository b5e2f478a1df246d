/** There is no such secret or parameter, no such version of it, or no right to read it. Asking again soon changes nothing. */
export class SecretRefusedError extends Error {
  override name = "SecretRefusedError";
}

/** There is no such secret or parameter, or no such version of it. */
export class SecretNotFoundError extends SecretRefusedError {
  override name = "SecretNotFoundError";
}

/** A secret or parameter could not be read now, and no value of it is at hand. Asking again later may do. */
export class SecretUnavailableError extends Error {
  override name = "SecretUnavailableError";
}

/** A secret was read, but is not what the application expects. Its message names fields, never what they hold. */
export class UnexpectedSecretError extends Error {
  override name = "UnexpectedSecretError";
}

/** Fields of a configuration are missing or not as they should be. */
export class ConfigError extends Error {
  override name = "ConfigError";
  /** What is wrong, by the field's name; never what it holds. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(fields: Readonly<Record<string, string>>) {
    const lines = Object.entries(fields).map(([field, problem]) => `  ${field}: ${problem}`);
    super(`The configuration is not complete. Correct these, then start again:\n${lines.join("\n")}`);
    this.fields = fields;
  }
}
