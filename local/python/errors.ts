/** A Python program could not be installed; the message says what is missing. */
export class PythonInstallError extends Error {
  override name = "PythonInstallError";
}
