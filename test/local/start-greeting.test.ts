import { expect, it } from 'vitest';
import { startGreeting } from '../../local/start-greeting.ts';

const running = {
  url: 'http://localhost:7071',
  hostName: 'a host',
  routes: [],
  gatewayText: '{}',
  simulator: undefined,
  jobs: { note: 'off: no storage' },
};

it('warns of what every call would fail on, after what is simulated and before how to stop', () => {
  const lines = startGreeting({ ...running, warnings: ['No deployment x.', 'No secret y.'] }).split('\n');
  const at = (text: string) => lines.findIndex((line) => line.startsWith(text));
  expect(lines).toContain('! No deployment x.');
  expect(lines).toContain('! No secret y.');
  expect(at('Nothing is simulated')).toBeLessThan(at('! No deployment x.'));
  expect(at('! No secret y.')).toBeLessThan(at('Ctrl-C'));
});

it('warns of nothing where there is nothing', () => {
  expect(startGreeting({ ...running, warnings: [] })).not.toContain('!');
});
