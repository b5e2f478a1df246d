export * from "./caller.ts";
export * from "./names.ts";
export * from "./network.ts";
export * from "./outcome.ts";
export * from "./policy/index.ts";
export * from "./remembered.ts";
export * from "./values.ts";
