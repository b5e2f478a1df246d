export { PythonInstallError } from "./errors.ts";
export { findPython } from "./find.ts";
export { type VirtualEnvironment, virtualEnvironment } from "./virtual-environment.ts";
