import * as z from 'zod';
import { partsOf, plainText, type BicepFile, type Parameter } from './bicep-file.ts';

/**
 * The parameters of the template as a table of Markdown, in their order: name, the variable of the azd environment that
 * `parametersFile` takes it from, what it is without, what it means.
 */
export function parameterTable({ parameters }: BicepFile, parametersFile: string): string {
  const variables = variablesOf(parametersFile);
  const rows = parameters.map((parameter) => {
    const means = parameter.decorators.get('description')?.namedChildren[0];
    const choices = parameter.decorators.get('allowed');
    const cells = [
      `\`${parameter.name}\``,
      variableCell(variables.get(parameter.name)),
      defaultOf(parameter),
      (means === undefined ? '' : plainText(means)) +
        (choices === undefined
          ? ''
          : ` One of ${partsOf(choices)
              .flatMap(partsOf)
              .map(({ text }) => `\`${text.replaceAll("'", '')}\``)
              .join(', ')}.`),
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| parameter | azd variable | default | what |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function variablesOf(parametersFile: string): ReadonlyMap<string, string> {
  const { parameters } = parametersSchema.parse(JSON.parse(parametersFile));
  return new Map(
    Object.entries(parameters).flatMap(([name, { value }]) => {
      const variable = typeof value === 'string' ? /^\$\{(\w+)(?:=.*)?\}$/.exec(value)?.[1] : undefined;
      return variable === undefined ? [] : [[name, variable] as const];
    }),
  );
}

const parametersSchema = z.object({ parameters: z.record(z.string(), z.object({ value: z.unknown() })) });

function variableCell(variable: string | undefined): string {
  return variable === undefined ? '' : `\`${variable}\``;
}

function defaultOf({ value }: Parameter): string {
  if (value === undefined) return 'required';
  if (value.text.includes('\n')) return 'see `main.bicep`';
  const text = value.text.replaceAll("'", '');
  return text === '' ? '' : `\`${text}\``;
}
