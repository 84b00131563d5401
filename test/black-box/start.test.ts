import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startHost } from '../../local/host/start-host.ts';
import { testedAppRoot } from '../setup/tested-app-root.ts';
import { repositoryRoot } from '../setup/repository-text.ts';

const planted = 'planted0secret0planted0secret000';

const sixMistakes = JSON.stringify({
  upstreams: {
    east: { endpoint: 'http://east.example.com', credential: { setting: 'EAST_KEY' } },
    west: { endpoint: 'https://west.openai.azure.com', apiVersion: 'yesterday', credential: { setting: 'NOT_SET' } },
  },
  models: {
    'gpt-4o': {
      deployments: [
        { upstream: 'east', deployment: 'gpt-4o', weight: -1 },
        { upstream: 'north', deployment: 'gpt-4o' },
      ],
    },
  },
  callers: { team: { keys: [{ id: 'abcdefghij', sha256: planted }] } },
});
const env = { EAST_KEY: planted, SLUICE_GATEWAY_JSON: sixMistakes };

describe('a gateway file with six mistakes', () => {
  it('is reported by the command in six lines, each with path and expectation, exit 1, no secret', async () => {
    const child = spawn(process.execPath, ['local/cli/main.ts', 'config', 'validate'], {
      cwd: repositoryRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [output, errors, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise((resolve) => child.once('close', resolve)),
    ]);
    const lines = (output + errors).split('\n').filter((line) => line.includes('expected'));
    expect(code).toBe(1);
    expect(lines).toHaveLength(6);
    for (const path of [
      'upstreams.east.endpoint',
      'upstreams.west.apiVersion',
      'upstreams.west.credential',
      'models.gpt-4o.deployments[0].weight',
      'models.gpt-4o.deployments[1].upstream',
      'callers.team.keys[0].sha256',
    ]) {
      expect(lines.filter((line) => line.includes(path))).toHaveLength(1);
    }
    expect(output + errors).not.toContain(planted);
  });

  it('keeps the app from starting, and says why', async () => {
    const lines: string[] = [];
    const started = startHost({ appRoot: testedAppRoot, env, onLog: (line) => lines.push(line) });
    const thrown: unknown = await started.catch((error: unknown) => error);
    const said = `${lines.join('\n')}\n${String(thrown)}`;
    expect(thrown).toBeInstanceOf(Error);
    expect(said).toContain('upstreams.east.endpoint');
    expect(said.split('\n').filter((line) => line.includes('expected')).length).toBeGreaterThanOrEqual(6);
    expect(said).not.toContain(planted);
  });
});
