import { expect, it } from 'vitest';
import { runCli } from '../../../local/cli/run-cli.ts';
import { usage } from '../../../local/cli/usage.ts';
import { fakeTerminal } from '../../fixtures/fake-terminal.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';

it.each([
  [[], 'Which command?'],
  [['config'], 'There is no command "config".'],
  [['config', 'destroy'], 'There is no command "config destroy".'],
  [['config', 'explain'], '"config explain" needs a MODEL.'],
  [['config', 'show', 'extra'], '"config show" takes no "extra".'],
  [['config', 'explain', 'a', 'b'], '"config explain" takes no "b".'],
  [['keys', 'new'], '"keys new" needs a NAME.'],
  [['config', 'show', '--loud'], "Unknown option '--loud'."],
])('answers %j with what is wrong, its usage and exit code 2', async (args, mistake) => {
  const { terminal, lines, errors } = fakeTerminal();
  expect(await runCli(args, terminal)).toBe(2);
  expect([lines, errors]).toEqual([[], [`${mistake}\n\n${usage}`]]);
});

it('blames a file of the command line on nobody else, and counts mistakes by where they are', async () => {
  const files = { 'mine.json': JSON.stringify(gatewayFile({ models: {} })) };
  const { terminal, errors } = fakeTerminal({ files, env: { SLUICE_KEY_VAULT_URL: 'https://v.vault.azure.net' } });
  expect(await runCli(['config', 'validate', '--file', 'nope.json'], terminal)).toBe(1);
  expect(errors).toEqual(['--file: nope.json cannot be read']);
  expect(await runCli(['config', 'validate', '--file', 'mine.json'], terminal)).toBe(1);
  expect(errors.at(-1)).toMatch(/\n\d+ mistakes? in mine\.json$/);
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
