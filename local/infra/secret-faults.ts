import type { Node } from 'web-tree-sitter';
import { referencesIn } from './references.ts';
import type { BicepFile } from './bicep-file.ts';
import type { Template } from './template.ts';

/**
 * Outputs that say a secret, and secrets that go elsewhere than into a vault. Outputs stay in the history of
 * deployments, where everyone reads them who may look at the resource group.
 */
export function secretFaults({ files }: Template): string[] {
  return [...files.values()].flatMap((file) => [
    ...file.outputs
      .filter(({ node }) => isSecret(node, file))
      .map(({ name }) => `${file.path}: the output ${name} is made of a secret`),
    ...file.root
      .descendantsOfType('call_expression')
      .filter((call) => secretFunction.test(call.childForFieldName('function')?.text ?? ''))
      .filter((call) => !isInVault(call, file))
      .map((call) => `${file.path}:${call.startPosition.row + 1}: a secret goes elsewhere than into the vault`),
  ]);
}

const secretFunction = /(^|\.|::)(list\w*|getSecret)$/;

function isSecret(node: Node, file: BicepFile): boolean {
  const calls = node.descendantsOfType('call_expression');
  if (calls.some((call) => secretFunction.test(call.childForFieldName('function')?.text ?? ''))) return true;
  const names = new Set(referencesIn(node).map(({ text }) => text));
  const secure = file.parameters.filter(({ decorators }) => decorators.has('secure'));
  if (secure.some(({ name }) => names.has(name))) return true;
  return file.variables.some(({ name, value }) => names.has(name) && value !== undefined && isSecret(value, file));
}

function isInVault(call: Node, { resources }: BicepFile): boolean {
  const vaultSecrets = resources.filter(({ type }) => type === 'Microsoft.KeyVault/vaults/secrets');
  return vaultSecrets.some(({ node }) => node.startIndex <= call.startIndex && call.endIndex <= node.endIndex);
}
