export * from "./by.ts";
export * from "./call.ts";
export { type Example, type Examples, example } from "./example.ts";
export * from "./policies.ts";
export * from "./services.ts";
export * from "./when-and-where.ts";
