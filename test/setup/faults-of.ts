import { readTemplate, type Template } from '../../local/infra/template.ts';

/** What a check says of the templates with one piece of one file replaced; the piece must be there exactly once. */
export async function faultsOf(
  check: (template: Template) => readonly string[],
  path: string,
  piece: string,
  replacement: string,
): Promise<readonly string[]> {
  const text = (await readTemplate()).textOf(path);
  if (text.split(piece).length !== 2) throw new Error(`${path} has not exactly one ${JSON.stringify(piece)}`);
  return check(await readTemplate({ [path]: text.replace(piece, () => replacement) }));
}
