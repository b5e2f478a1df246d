declare module "asl-validator" {
  /** Checks a state machine's definition against its schema and rules; it changes its argument. */
  export default function validate(definition: unknown): { isValid: boolean; errorsText(): string };
}
