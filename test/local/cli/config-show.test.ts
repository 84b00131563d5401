import { expect, it } from 'vitest';
import { showConfig } from '../../../local/cli/config-show.ts';
import { fakeTerminal, noOptions } from '../../fixtures/fake-terminal.ts';
import { gatewaySettings } from '../../fixtures/gateway-file.ts';

it('prints the effective configuration as JSON, defaults included and secrets left out', () => {
  const { terminal, output } = fakeTerminal({ env: gatewaySettings() });
  expect(showConfig(terminal, noOptions)).toBe(0);
  expect(JSON.parse(output())).toMatchObject({
    settings: { logLevel: 'info' },
    callers: { 'team-a': { keys: [{ id: 'abcdefghij', sha256: '[hidden]' }] } },
    retry: { maxAttempts: 5 },
  });
  expect(output()).not.toContain('aaaaaaaaaaaa');
});
