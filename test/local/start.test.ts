import { execFile, spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { developmentKey } from '../../local/development-key.ts';
import { isFreePort } from '../../local/free-port.ts';
import { pollJob } from '../setup/poll-job.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const clone = join(repository, '.temp', `clone-${randomUUID()}`);
const run = promisify(execFile);
const children: ChildProcess[] = [];

beforeAll(async () => {
  await mkdir(clone, { recursive: true });
  for (const part of ['functions', 'shared', 'local', 'package.json', 'host.json', 'local.settings.sample.json']) {
    await cp(join(repository, part), join(clone, part), { recursive: true });
  }
  await symlink(join(repository, 'node_modules'), join(clone, 'node_modules'));
});

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await rm(join(clone, 'local.settings.json'), { force: true });
});

afterAll(() => rm(clone, { recursive: true }));

/** A curl line that shows the answer's headers, for work to be put off. */
const putOff = (curl: string) => curl.replace('curl ', "curl -si -H 'Prefer: respond-async' ");

describe('npm start', () => {
  it('runs on a fresh clone: the printed curl lines answer, whole and as a stream, and Ctrl-C ends everything', async () => {
    const [port, simulatorPort] = [await freePorts(), await freePorts()];
    const { child, output } = start(portsOf(port, simulatorPort));
    await expect.poll(output, { timeout: 25_000 }).toContain('Ctrl-C stops everything.');
    expect(output()).toContain('Wrote local.settings.json');
    expect(await readFile(join(clone, 'local.settings.json'), 'utf8')).toBe(
      await readFile(join(repository, 'local.settings.sample.json'), 'utf8'),
    );
    expect(output()).toMatch(new RegExp(`API reference {5}http://localhost:${port}/docs .*\\d+ routes`));
    expect(output()).toContain(`Azure OpenAI      http://127.0.0.1:${simulatorPort}`);

    expect(output()).toContain('Jobs (Prefer: respond-async) are kept in Azurite');
    const [whole = '', stream = ''] = output().match(/^ {2}curl (?:.*\\\n)+.*$/gm) ?? [];
    expect(JSON.parse((await run('sh', ['-c', whole])).stdout)).toMatchObject({ object: 'chat.completion' });
    const events = (await run('sh', ['-c', stream])).stdout.split('\n\n').filter((event) => event !== '');
    expect(events.length).toBeGreaterThan(3);
    expect(events.at(-1)).toBe('data: [DONE]');

    const location = /^location: (\S+)/im.exec((await run('sh', ['-c', putOff(whole)])).stdout)?.[1] ?? '';
    const answer = await pollJob(location, { hurryMs: 200 });
    expect(await answer.json()).toMatchObject({ object: 'chat.completion' });

    child.kill('SIGINT');
    expect(await exitOf(child)).toBe(0);
    await Promise.all(
      [port, simulatorPort, simulatorPort + 1].map((used) => listen(used).then((server) => server.close())),
    );
  });

  it('ends with the app’s message when the app cannot start', async () => {
    const { child, output } = start(['--host', 'embedded', '--port', String(await freePorts())], {
      SLUICE_GATEWAY_JSON: '{"x":1}',
    });
    expect(await exitOf(child)).toBe(1);
    expect(output().trim().split('\n').at(-1)).toContain('x: unknown member');
  });

  it('starts no simulator when the gateway file names none', async () => {
    const gateway = {
      upstreams: { east: { endpoint: 'https://east.openai.azure.com', credential: { setting: 'EAST_KEY' } } },
      models: { mine: { model: 'gpt-4o', deployments: [{ upstream: 'east', deployment: 'gpt-4o' }] } },
      callers: { me: { keys: [{ id: 'aaaaaaaaaa', sha256: 'a'.repeat(64) }] } },
    };
    const settings = { IsEncrypted: false, Values: { SLUICE_GATEWAY_JSON: JSON.stringify(gateway), EAST_KEY: 'east' } };
    await writeFile(join(clone, 'local.settings.json'), JSON.stringify(settings));
    const hostJson = await readFile(join(clone, 'host.json'), 'utf8');
    await writeFile(join(clone, 'host.json'), hostJson.replace('"-1"', '"00:30:00"'));
    const { child, output } = start(['--host', 'embedded', '--port', String(await freePorts())], {
      SLUICE_JOB_DEADLINE_SECONDS: '3600',
    });
    await expect.poll(output, { timeout: 15_000 }).toContain('Nothing is simulated');
    expect(output()).toContain('! SLUICE_JOB_DEADLINE_SECONDS is 3600 s, but functionTimeout in host.json');
    expect(output()).toContain('"model":"mine"');
    expect(output()).toContain('Jobs (Prefer: respond-async) are off');
    expect(output()).not.toContain('Started the simulator');
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(0);
    await writeFile(join(clone, 'host.json'), hostJson);
  });

  it('names every port that is taken and a whole line that works instead, before it builds or starts anything', async () => {
    const [port, simulatorPort] = [await freePorts(), await freePorts()];
    const taken = [await listen(port), await listen(simulatorPort + 1)];
    const { child, output } = start(['--port', String(port), '--simulator-port', String(simulatorPort)]);
    expect(await exitOf(child)).toBe(1);
    for (const server of taken) server.close();
    expect(output()).toContain(`Port ${port}, where Sluice would listen, is taken.`);
    expect(output()).toContain(`Port ${simulatorPort + 1}, where the simulated vault would listen, is taken.`);
    expect(output()).not.toContain('Built dist/');
    const [line = '', other = '', simulator = ''] =
      /npm start -- --port (\d+) --simulator-port (\d+)$/m.exec(output()) ?? [];
    expect(line).not.toBe('');
    await Promise.all(
      [other, simulator, Number(simulator) + 1].map((free) => listen(Number(free)).then((server) => server.close())),
    );
  });

  it('ends with the npm that started it, and so does all that it started, once the answers under way are whole', async () => {
    const [port, simulatorPort] = [await freePorts(), await freePorts()];
    // A shell that stays between the two, as npm's may.
    const { child, output } = watched(
      spawn(
        'sh',
        ['-c', '"$0" "$@"; exit', process.execPath, join(clone, 'local', 'start.ts'), ...portsOf(port, simulatorPort)],
        {
          cwd: clone,
          env: { ...process.env, npm_lifecycle_event: 'start' },
        },
      ),
    );
    await expect.poll(output, { timeout: 25_000 }).toContain('Ctrl-C stops everything.');
    const answer = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, longStream);
    child.kill('SIGTERM');
    expect(await answer.text()).toMatch(/data: \[DONE\]\s*$/);
    for (const used of [port, simulatorPort, simulatorPort + 1]) {
      await expect.poll(() => isFreePort(used), { timeout: 10_000 }).toBe(true);
    }
  });

  it('lets an answer under way finish when its whole process group is told to stop', async () => {
    const [port, simulatorPort] = [await freePorts(), await freePorts()];
    const { child, output } = watched(
      spawn(process.execPath, [join(clone, 'local', 'start.ts'), ...portsOf(port, simulatorPort)], {
        cwd: clone,
        detached: true,
      }),
    );
    await expect.poll(output, { timeout: 25_000 }).toContain('Ctrl-C stops everything.');
    const answer = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, longStream);
    process.kill(-(child.pid ?? 0), 'SIGTERM');
    expect(await answer.text()).toMatch(/data: \[DONE\]\s*$/);
    expect(await exitOf(child)).toBe(0);
  });

  it('runs Core Tools where they are on the PATH, with the settings that differ, and ends when they do', async () => {
    const bin = join(clone, 'bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'func'), fakeCoreTools);
    await chmod(join(bin, 'func'), 0o755);
    const [port, simulatorPort] = [await freePorts(), await freePorts()];
    const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
    const { child, output } = start(['--port', String(port), '--simulator-port', String(simulatorPort)], {
      PATH: path,
    });
    await expect.poll(output, { timeout: 25_000 }).toContain('Ctrl-C stops everything.');
    expect(output()).toContain(`fake func: start --port ${port}, simulator at http://127.0.0.1:${simulatorPort}`);
    expect(await (await fetch(`http://127.0.0.1:${port}/stop`)).text()).toBe('stopping');
    expect(await exitOf(child)).toBe(3);
  });

  it.each([
    [['--port', 'x'], '--port must be a port number'],
    [['--host', 'other'], '--host must be auto, func or embedded'],
    [['--unknown'], "Unknown option '--unknown'"],
  ])('refuses %j', async (args, message) => {
    const { child, output } = start(args);
    expect(await exitOf(child)).toBe(2);
    expect(output()).toContain(message);
  });
});

/** An answer of seconds, longer than Ctrl-C leaves it. */
const longStream = {
  method: 'POST',
  headers: { authorization: `Bearer ${developmentKey}`, 'content-type': 'application/json' },
  body: JSON.stringify({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Write 1000 words.' }],
    max_tokens: 800,
    stream: true,
  }),
};

const fakeCoreTools = `#!/usr/bin/env node
const port = process.argv[4];
console.log('fake func: ' + process.argv.slice(2).join(' ') + ', simulator at ' + process.env.SLUICE_SIMULATOR_URL);
import { createServer } from 'node:http';
createServer((request, response) => {
  response.end('stopping', () => { if (request.url === '/stop') process.exit(3); });
}).listen(port);
`;

function start(args: string[], env: Record<string, string> = {}): { child: ChildProcess; output: () => string } {
  return watched(
    spawn(process.execPath, [join(clone, 'local', 'start.ts'), ...args], {
      cwd: clone,
      env: { ...process.env, ...env },
    }),
  );
}

function portsOf(port: number, simulatorPort: number): string[] {
  return ['--host', 'embedded', '--port', String(port), '--simulator-port', String(simulatorPort)];
}

function watched(child: ChildProcessWithoutNullStreams): { child: ChildProcess; output: () => string } {
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  return { child, output: () => text };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'close');
  return child.exitCode;
}

/** A port that is free now, the next one too: the simulated vault listens there. */
async function freePorts(): Promise<number> {
  const first = await listen(0);
  const address = first.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  try {
    await once((await listen(address.port + 1)).close(), 'close');
    return address.port;
  } catch {
    return await freePorts();
  } finally {
    await once(first.close(), 'close');
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
