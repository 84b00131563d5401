import { expect, it } from 'vitest';
import { readSimulatorOptions, simulatorUsage } from '../../../local/azure/simulator-options.ts';

const portsOf = (...args: string[]) => readSimulatorOptions(args).ports.all.map(({ port }) => port);

it('takes ports in a row, after the one it is given', () => {
  expect(portsOf()).toEqual([7072, 7073, 7074, 7075]);
  expect(portsOf('--port', '7095')).toEqual([7095, 7096, 7097, 7098]);
  expect(portsOf('--port', '7095', '--vault-port', '8000')).toEqual([7095, 8000, 7097, 7098]);
  expect(portsOf('--port', '0')).toEqual([0, 0, 0, 0]);
});

it('tells every option there is', () => {
  const told = [...simulatorUsage.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option);
  for (const { option } of readSimulatorOptions([]).ports.all) expect(told).toContain(option);
  expect(told).toEqual(expect.arrayContaining(['--identity-header', '--token-delay-ms', '--help']));
});
