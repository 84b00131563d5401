import { parameterTable } from './parameter-table.ts';
import type { Template } from './template.ts';

/** The text of `infra/README.md` with the table of parameters as the template has them, in place of the one it holds. */
export function withParameterTable(readme: string, { files, textOf }: Template): string {
  const main = files.get('main.bicep');
  if (main === undefined) throw new Error('There is no main.bicep.');
  const table = /^\| parameter \|[\s\S]*?(?=\n\n|\n*$(?![\s\S]))/m;
  if (!table.test(readme)) throw new Error('infra/README.md has no table of parameters.');
  return readme.replace(table, () => parameterTable(main, textOf('main.parameters.json')));
}
