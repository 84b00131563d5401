import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Contestant } from './contestant.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import type { Meters } from './meters.ts';
import { chatRequest, streamRequest } from './requests.ts';

const program = fileURLToPath(new URL('../node_modules/@portkey-ai/gateway/build/start-server.js', import.meta.url));

/** Portkey's gateway from npm, where somebody has installed it; Sluice does not depend on it. */
export async function startPortkey(upstreamUrl: string, meters: Meters): Promise<Contestant | undefined> {
  if (!existsSync(program)) return undefined;
  const url = await freeUrl();
  const child = spawn(process.execPath, [program, '--headless', `--port=${new URL(url).port}`], {
    env: { ...process.env, ...meters.env },
    stdio: 'ignore',
  });
  await untilListening(url);
  const headers = {
    authorization: `Bearer ${'k'.repeat(32)}`,
    'x-portkey-provider': 'azure-openai',
    'x-portkey-azure-resource-name': 'canned',
    'x-portkey-azure-deployment-id': 'gpt-4o-canned',
    'x-portkey-azure-api-version': '2024-10-21',
    'x-portkey-custom-host': `${upstreamUrl}/openai/deployments/gpt-4o-canned`,
  };
  const chatUrl = `${url}/v1/chat/completions`;
  return {
    name: 'portkey',
    chat: () => chatRequest(chatUrl, headers),
    stream: (kind, chunks) => streamRequest(chatUrl, kind, chunks, headers),
    meter: await meters.of(child.pid ?? 0),
    hostMeter: undefined,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Portkey takes a port, but does not say which one it got. */
async function freeUrl(): Promise<string> {
  const server = createServer();
  const url = await listenOnLoopback(server);
  server.close();
  await once(server, 'close');
  return url;
}

async function untilListening(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await wait(100);
  }
  throw new Error('Portkey is installed but did not start.');
}
