import { expect, it } from 'vitest';
import { runCli } from '../../../local/cli/run-cli.ts';
import { usage } from '../../../local/cli/usage.ts';
import { fakeTerminal } from '../../fixtures/fake-terminal.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';

it.each([
  [[]],
  [['config']],
  [['config', 'destroy']],
  [['config', 'explain']],
  [['config', 'show', 'extra']],
  [['config', 'explain', 'a', 'b']],
  [['keys', 'new']],
  [['config', 'show', '--loud']],
])('answers %j with its usage and exit code 2', async (args) => {
  const { terminal, lines, errors } = fakeTerminal();
  expect(await runCli(args, terminal)).toBe(2);
  expect([lines, errors]).toEqual([[], [usage]]);
});

it.each([[['--help']], [['-h']], [['config', '--help']], [['keys', 'new', 'a', '-h']]])(
  'prints its usage for %j',
  async (args) => {
    const { terminal, lines } = fakeTerminal();
    expect(await runCli(args, terminal)).toBe(0);
    expect(lines).toEqual([usage]);
  },
);

it.each([[['config', 'validate']], [['config', 'show']], [['config', 'explain', 'gpt-4o']]])(
  'runs %j',
  async (args) => {
    const { terminal, lines, errors } = fakeTerminal({ env: gatewaySettings() });
    expect(await runCli(args, terminal)).toBe(0);
    expect(lines.length).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  },
);

it('prints the mistakes of a configuration that cannot be used', async () => {
  const { terminal, errors } = fakeTerminal({ env: gatewaySettings(gatewayFile({ models: {} })) });
  expect(await runCli(['config', 'show'], terminal)).toBe(1);
  expect(errors.join('\n')).toMatch(/^models: expected at least one of the models/);
});

it('prints in one line what else stands in the way', async () => {
  const readSettings = () => {
    throw new Error('local.settings.json is not JSON');
  };
  const { terminal, errors } = fakeTerminal({ readSettings });
  expect(await runCli(['config', 'show'], terminal)).toBe(1);
  expect(errors).toEqual(['local.settings.json is not JSON']);
});

it('does not make an error of what is none', async () => {
  const thrown = () => {
    throw 'text';
  };
  const { terminal } = fakeTerminal({ readSettings: thrown });
  await expect(runCli(['config', 'show'], terminal)).rejects.toBe('text');
});
