import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { connectorFiles, connectorFolder } from '../../../local/connector/connector-files.ts';
import { iconSize } from '../../../local/connector/icon.ts';
import { connectorDefinitionRules } from '../../schemas/connector-definition-rules.ts';
import { connectorPropertiesRules } from '../../schemas/connector-properties-rules.ts';
import {
  publishedDefinitionMistakes,
  publishedPropertiesMistakes,
  publishedSchemas,
} from '../../schemas/published-connector-schemas.ts';

const generated = connectorFiles();
const textOf = (path: string) => readFileSync(new URL(path, connectorFolder), 'utf8');
const jsonOf = (path: string) => JSON.parse(textOf(path));
const folders = ['key', 'entra'];

if (publishedSchemas === undefined) {
  process.stderr.write(
    "The connectors were not validated by Microsoft's own schema files: CONNECTOR_SCHEMAS names no folder of them. " +
      'CONNECTOR_SCHEMAS=<folder> .ci/connector-schemas gets them.\n',
  );
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const mistakes = (rules: object, value: unknown) => {
  const isValid = ajv.compile(rules);
  return isValid(value) ? [] : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

describe('the files of the connectors', () => {
  it.each([...generated].flatMap(([path, contents]) => (typeof contents === 'string' ? [[path, contents]] : [])))(
    'hold in %s what is made from the operations: npm run connector',
    (path, contents) => {
      expect(textOf(path)).toBe(contents);
    },
  );

  it('hold the icon that is drawn, whatever version of zlib packed it', () => {
    const committed = readFileSync(new URL('icon.png', connectorFolder));
    expect(rowsOf(committed)).toEqual(rowsOf(generated.get('icon.png')));
    expect([committed.readUInt32BE(16), committed.readUInt32BE(20)]).toEqual([iconSize, iconSize]);
    expect(iconSize).toBeGreaterThanOrEqual(100);
    expect(iconSize).toBeLessThanOrEqual(230);
    expect(committed.length).toBeLessThan(1_000_000);
  });
});

describe.each(folders)('the connector for %s', (folder) => {
  const definition = jsonOf(`${folder}/apiDefinition.swagger.json`);
  const properties = jsonOf(`${folder}/apiProperties.json`);

  it("keeps to Power Platform's rules for definitions", () => {
    expect(mistakes(connectorDefinitionRules, definition)).toEqual([]);
  });

  it("keeps to Power Platform's rules for properties", () => {
    expect(mistakes(connectorPropertiesRules, properties)).toEqual([]);
  });

  it.runIf(publishedSchemas !== undefined)("is valid by Microsoft's own schema files", () => {
    const schemas = publishedSchemas ?? expect.unreachable('CONNECTOR_SCHEMAS names no folder.');
    expect(publishedDefinitionMistakes(schemas, definition)).toEqual([]);
    expect(publishedPropertiesMistakes(schemas, properties)).toEqual([]);
  });

  it("is clean by Spectral's rules of OpenAPI 2.0", async () => {
    const spectral = new spectralCore.Spectral();
    // Sluice has no licence that a definition could name.
    const rules = { 'info-license': 'off', 'license-url': 'off' };
    // The type of the rules is a copy that another package has of the same.
    spectral.setRuleset(Object({ extends: [[spectralRulesets.oas, 'all']], rules }));
    const found = await spectral.run(JSON.stringify(definition));
    expect(found.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`)).toEqual([]);
  });

  it('goes to the host that its connection names, and asks for it', () => {
    const { connectionParameters, policyTemplateInstances } = properties.properties;
    const [policy] = policyTemplateInstances;
    expect(policy.parameters['x-ms-apimTemplateParameter.urlTemplate']).toBe(
      "https://@connectionParameters('host_name')",
    );
    expect(Object.keys(connectionParameters)).toEqual([folder === 'key' ? 'api_key' : 'token', 'host_name']);
  });

  it('has a colour of its own, a name without words that every connector could have, and a description', () => {
    const { title, description } = definition.info;
    expect(['#007ee5', '#ffffff']).not.toContain(properties.properties.iconBrandColor.toLowerCase());
    expect(title).not.toMatch(/\b(api|connector|azure|openai|logic apps|power)\b/i);
    expect(title.length).toBeLessThanOrEqual(30);
    expect(description.length).toBeGreaterThanOrEqual(30);
    expect(description.length).toBeLessThanOrEqual(500);
  });
});

type Definition = ReturnType<typeof jsonOf>;
const chat = (of: Definition) => of.paths['/v1/chat/completions'].post;
const spoilings: [string, (of: Definition) => void][] = [
  ['an unknown x-ms- member at the root', (of) => (of['x-ms-unknown'] = 1)],
  ['an unknown visibility', (of) => (chat(of)['x-ms-visibility'] = 'hidden')],
  ['a body with anyOf', (of) => (chat(of).parameters.at(-1).schema.anyOf = [])],
  [
    'a list of values that no operation gives',
    (of) => (chat(of).parameters.at(-1).schema.properties.model['x-ms-dynamic-values'] = {}),
  ],
  [
    'a path parameter that is not required',
    (of) => chat(of).parameters.push({ name: 'id', in: 'path', type: 'string', required: false }),
  ],
  ['an answer without a description', (of) => delete chat(of).responses['200'].description],
  ['a file with a format', (of) => (chat(of).responses['200'].schema = { type: 'file', format: 'binary' })],
];
const spoilt = (spoil: (of: Definition) => void, path = 'key/apiDefinition.swagger.json') => {
  const contents = jsonOf(path);
  spoil(contents);
  return contents;
};
const withUnknownPolicy = () =>
  spoilt((of) => (of.properties.policyTemplateInstances[0].templateId = 'unknown'), 'key/apiProperties.json');

describe('the rules for connectors', () => {
  it.each(spoilings)('refuse %s', (_case, spoil) => {
    expect(mistakes(connectorDefinitionRules, spoilt(spoil))).not.toEqual([]);
  });

  it('refuse a policy that nobody knows', () => {
    expect(mistakes(connectorPropertiesRules, withUnknownPolicy())).not.toEqual([]);
  });
});

describe.runIf(publishedSchemas !== undefined)("Microsoft's own schema files", () => {
  const schemas = publishedSchemas ?? '';

  it.each(spoilings)('refuse %s', (_case, spoil) => {
    expect(publishedDefinitionMistakes(schemas, spoilt(spoil))).not.toEqual([]);
  });

  it('refuse a policy that nobody knows', () => {
    expect(publishedPropertiesMistakes(schemas, withUnknownPolicy())).not.toEqual([]);
  });

  it('are refused themselves when they are cut off', ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'connector-schemas-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const file of readdirSync(schemas, { withFileTypes: true }).filter((entry) => entry.isFile())) {
      const text = readFileSync(join(schemas, file.name), 'utf8');
      writeFileSync(join(folder, file.name), text.slice(0, text.length / 2));
    }
    expect(() => publishedDefinitionMistakes(folder, {})).toThrow(/at character/);
    expect(() => publishedPropertiesMistakes(folder, {})).toThrow(/at character/);
  });
});

/** The rows of pixels in a PNG file of one `IDAT` behind its header. */
function rowsOf(file: string | Buffer | undefined): Buffer {
  if (!(file instanceof Buffer)) throw new Error('The icon is no file of bytes.');
  const at = file.indexOf('IDAT');
  return inflateSync(file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4)));
}
