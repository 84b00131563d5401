import { partsOf, plainText, type BicepFile, type Parameter } from './bicep-file.ts';

/** The parameters of the template as a table of Markdown, in their order: name, what it is without, what it means. */
export function parameterTable({ parameters }: BicepFile): string {
  const rows = parameters.map((parameter) => {
    const means = parameter.decorators.get('description')?.namedChildren[0];
    const choices = parameter.decorators.get('allowed');
    const cells = [
      `\`${parameter.name}\``,
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
  return ['| parameter | default | what |', '| --- | --- | --- |', ...rows].join('\n');
}

function defaultOf({ value }: Parameter): string {
  if (value === undefined) return 'required';
  if (value.text.includes('\n')) return 'see `main.bicep`';
  const text = value.text.replaceAll("'", '');
  return text === '' ? '' : `\`${text}\``;
}
