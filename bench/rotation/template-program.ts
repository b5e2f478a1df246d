import { access, writeFile } from "node:fs/promises";
import path from "node:path";
import { rootCertificates } from "node:tls";
import { fileURLToPath } from "node:url";
import { debianProgram } from "../../local/debian/index.ts";
import { virtualEnvironment } from "../../local/python/index.ts";

/** What runs one of AWS's rotation templates. */
export interface TemplateProgram {
  /** A Python that has what the templates import. */
  python: string;
  /** The template's folder. */
  source: string;
  /** A file of the authorities to trust in PEM: as many as Lambda's image has, and the server's. */
  authorities: string;
}

/**
 * Finds a template, and installs what it needs.
 *
 * @param templates the folder of a checkout of aws-samples/aws-secrets-manager-rotation-lambdas
 * @param name the template's, which is its folder's
 * @param caPem the authority that the database's certificate is signed by
 * @param folder where the file of authorities may be written
 * @throws PythonInstallError, ProgramMissingError
 */
export async function templateProgram(
  templates: string,
  name: string,
  { caPem, folder }: { caPem: string; folder: string },
  onProgress: (message: string) => void,
): Promise<TemplateProgram> {
  const source = path.resolve(templates, name);
  await access(path.join(source, "lambda_function.py")).catch((cause: unknown) => {
    throw new Error(
      `${source} is no template: give the folder of a checkout of github.com/aws-samples/aws-secrets-manager-rotation-lambdas.`,
      { cause },
    );
  });
  // PyGreSQL is built against libpq.
  await debianProgram("pg_config", ["libpq-dev"]);
  const programs = await virtualEnvironment(
    {
      name: "aws-templates",
      title: "boto3, PyGreSQL and PyMySQL",
      requirements: fileURLToPath(new URL("./aws-templates.lock", import.meta.url)),
    },
    onProgress,
  );
  const authorities = path.join(folder, `${name}.pem`);
  await writeFile(authorities, [...rootCertificates, caPem].join("\n"));
  return { python: path.join(programs, "python"), source, authorities };
}
