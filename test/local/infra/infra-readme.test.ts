import { describe, expect, it } from 'vitest';

import { withParameterTable } from '../../../local/infra/infra-readme.ts';
import { readTemplate } from '../../../local/infra/template.ts';
import { tableUnder, textOf } from '../../setup/repository-text.ts';

const readme = () => textOf('infra/README.md') ?? expect.unreachable('infra/README.md is missing');

describe('infra/README.md', () => {
  it('has the parameters of the template; if not: npm run infra -- --write', async () => {
    expect(withParameterTable(readme(), await readTemplate())).toBe(readme());
    expect(tableUnder(readme(), 'Parameters').length).toBeGreaterThan(20);
  });

  it('names no environment variable that the parameters file does not take', () => {
    const file = textOf('infra/main.parameters.json') ?? '';
    const named = [...readme().matchAll(/azd env set (\w+)/g)].flatMap(([, name]) => name ?? []);
    expect(named.filter((name) => !file.includes(`\${${name}`))).toEqual([]);
  });

  it('says so when it has no table', async () => {
    const template = await readTemplate();
    expect(() => withParameterTable('# Nothing', template)).toThrow(/no table of parameters/);
  });
});
