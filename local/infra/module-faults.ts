import type { Node } from 'web-tree-sitter';
import { bodyOf, propertiesOf, type BicepFile, type Module } from './bicep-file.ts';
import type { Template } from './template.ts';

/**
 * Modules that are not there, are given parameters they do not have or not given those they need, outputs that are
 * read and do not exist, outputs and files that nobody reads.
 */
export function moduleFaults({ files }: Template): string[] {
  const all = [...files.values()];
  const reads = all.flatMap((file) => readOutputs(file));
  const isReached = new Set(all.flatMap(({ modules, imports }) => [...modules, ...imports].map(({ from }) => from)));
  return [
    ...all.flatMap((file) => file.modules.flatMap((module) => callFaults(file, module, files.get(module.from)))),
    ...reads
      .filter(({ from, output }) => !outputsOf(files.get(from)).includes(output))
      .map(({ path, from, output }) => `${path}: ${from} has no output ${output}`),
    ...all
      .filter(({ path }) => path !== 'main.bicep')
      .flatMap(({ path, outputs }) =>
        outputs
          .filter(({ name }) => !reads.some(({ from, output }) => from === path && output === name))
          .map(({ name }) => `${path}: nobody reads the output ${name}`),
      ),
    ...all
      .filter(({ path }) => path !== 'main.bicep' && !isReached.has(path))
      .map(({ path }) => `${path}: nothing deploys it`),
    ...all.flatMap(({ path, imports }) =>
      imports.flatMap(({ from, names }) => {
        const exported = files.get(from)?.types.filter(({ decorators }) => decorators.has('export')) ?? [];
        return names
          .filter((name) => !exported.some((type) => type.name === name))
          .map((name) => `${path}: ${from} exports no ${name}`);
      }),
    ),
  ];
}

function callFaults(file: BicepFile, module: Module, target: BicepFile | undefined): string[] {
  const where = `${file.path}: module ${module.name}`;
  if (target === undefined) return [`${where}: there is no ${module.from}`];
  const body = bodyOf(module.value);
  const params = body === undefined ? undefined : propertiesOf(body).get('params');
  const given = params === undefined ? [] : [...propertiesOf(params).keys()];
  const needed = target.parameters.filter(({ value, type }) => value === undefined && !type.endsWith('?'));
  return [
    ...given
      .filter((name) => !target.parameters.some((parameter) => parameter.name === name))
      .map((name) => `${where}: ${module.from} has no parameter ${name}`),
    ...needed.filter(({ name }) => !given.includes(name)).map(({ name }) => `${where}: ${name} is not given`),
  ];
}

/** `module.outputs.name`, wherever it stands. */
function readOutputs({ path, root, modules }: BicepFile) {
  return root.descendantsOfType('member_expression').flatMap((node) => {
    const outputs = node.childForFieldName('object');
    const output = node.childForFieldName('property')?.text;
    const symbol = memberOf(outputs, 'outputs');
    const module = modules.find(({ name }) => name === symbol);
    return module === undefined || output === undefined ? [] : [{ path, from: module.from, output }];
  });
}

function memberOf(node: Node | null, property: string): string | undefined {
  if (node?.type !== 'member_expression' || node.childForFieldName('property')?.text !== property) return undefined;
  return node.childForFieldName('object')?.text;
}

function outputsOf(file: BicepFile | undefined): string[] {
  return file?.outputs.map(({ name }) => name) ?? [];
}
