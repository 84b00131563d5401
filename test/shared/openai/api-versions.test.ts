import { describe, expect, it } from 'vitest';

import { GatewayError } from '../../../shared/errors.ts';
import type { Operation } from '../../../shared/openai/api-version-registry.ts';
import {
  checkApiVersion,
  checkV1ApiVersion,
  compareApiVersions,
  supportsOperation,
  supportsParameter,
} from '../../../shared/openai/api-versions.ts';

const versions = [
  '2022-12-01',
  '2023-05-15',
  '2023-09-01-preview',
  '2024-02-01',
  '2024-02-15-preview',
  '2024-10-21',
  '2025-03-01-preview',
  '2025-04-01-preview',
  'preview',
  'v1',
];

// One column a version, in the order above.
const table: Record<Operation, string> = {
  'chat/completions': '.XXXXXXXXX',
  completions: 'XXXXXXXXXX',
  embeddings: 'XXXXXXXXXX',
  models: 'XXXXXXXXXX',
  responses: '......XXXX',
  'images/generations': '...XXXXXXX',
  'images/edits': '.......XXX',
  'audio/transcriptions': '..XXXXXXXX',
  'audio/translations': '..XXXXXXXX',
  'audio/speech': '....X.XXXX',
  moderations: '..........',
};

const operations = Object.keys(table).filter((name): name is Operation => name in table);
const cells = operations.flatMap((operation) =>
  versions.map((version, column) => [operation, version, table[operation][column] === 'X'] as const),
);

describe('supportsOperation', () => {
  it.each(cells)('%s in %s: %s', (operation, version, expected) => {
    expect(supportsOperation(version, operation)).toBe(expected);
  });

  it('reads a version newer than the table as the newest in it', () => {
    expect(supportsOperation('2026-01-01-preview', 'responses')).toBe(true);
    expect(supportsOperation('2026-01-01', 'responses')).toBe(true);
    expect(supportsOperation('2026-01-01', 'moderations')).toBe(false);
  });

  it.each(['2024-10-22', '2024-13-45', 'latest-preview', '', '2099-02-30'])('finds nothing in %j', (version) => {
    expect(supportsOperation(version, 'chat/completions')).toBe(false);
  });
});

describe('supportsParameter', () => {
  it.each([
    ['2024-06-01', 'stream_options', false],
    ['2024-08-01-preview', 'stream_options', false],
    ['2024-09-01-preview', 'stream_options', true],
    ['2024-10-21', 'stream_options', true],
    ['2024-10-21', 'max_completion_tokens', true],
    ['2024-10-21', 'reasoning_effort', false],
    ['2024-12-01-preview', 'reasoning_effort', true],
    ['2024-02-01', 'dimensions', false],
    ['2024-06-01', 'dimensions', true],
    ['2024-08-01-preview', 'response_format.json_schema', true],
    ['2024-06-01', 'response_format.json_schema', false],
    ['v1', 'reasoning_effort', true],
  ] as const)('%s takes %s: %s', (version, parameter, expected) => {
    expect(supportsParameter(version, parameter)).toBe(expected);
  });
});

describe('checkApiVersion', () => {
  it.each(['2024-10-21', '2025-04-01-preview', '2026-05-01', '2026-05-01-preview'])('accepts %s', (version) => {
    expect(() => checkApiVersion(version, 'chat/completions')).not.toThrow();
  });

  it.each([null, '', '2024-10-20', 'v1', 'preview', '2099-02-30', '2024-10-21-beta', 'x\r\ny'])(
    'refuses %j and says which version to send',
    (version) => {
      expect(() => checkApiVersion(version, 'chat/completions')).toThrow(
        expect.objectContaining({
          code: 'unsupported_api_version',
          status: 400,
          param: 'api-version',
          message: expect.stringContaining('2024-10-21'),
        }),
      );
    },
  );

  it('does not repeat a version that is not plain characters', () => {
    expect(() => checkApiVersion('<script>', 'models')).toThrow(/^(?!.*script)/);
  });

  it.each([
    ['responses', '2024-10-21', 'the first version that has it is 2025-03-01-preview.'],
    ['chat/completions', '2022-12-01', 'the first version that has it is 2023-03-15-preview (stable: 2023-05-15).'],
    ['audio/transcriptions', '2023-05-15', 'the first version that has it is 2023-09-01-preview (stable: 2024-02-01).'],
    ['moderations', '2024-10-21', 'no dated version has it.'],
  ] as const)('refuses %s in %s by name, with the first version that has it', (operation, version, hint) => {
    expect(() => checkApiVersion(version, operation)).toThrow(
      new GatewayError(
        'unsupported_operation',
        `The operation ${operation} is not in api-version ${version}; ${hint}`,
        { param: 'api-version' },
      ),
    );
  });
});

describe('checkV1ApiVersion', () => {
  it.each([null, 'v1', 'latest', 'preview'])('accepts %j', (version) => {
    expect(() => checkV1ApiVersion(version)).not.toThrow();
  });

  it.each(['2024-10-21', '', 'V1'])('refuses %j', (version) => {
    expect(() => checkV1ApiVersion(version)).toThrow(expect.objectContaining({ code: 'unsupported_api_version' }));
  });
});

describe('compareApiVersions', () => {
  it('orders by date, a preview before the stable version of its day, and v1 last', () => {
    const ordered = ['2023-05-15', '2024-10-21-preview', '2024-10-21', '2024-12-01-preview', 'preview', 'v1'];
    expect(ordered.toReversed().toSorted(compareApiVersions)).toEqual(ordered);
    expect(compareApiVersions('v1', 'latest')).toBe(0);
  });
});
