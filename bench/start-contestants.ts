import { randomBytes } from 'node:crypto';
import { createGatewayKey } from '../shared/config/gateway-key.ts';
import { startChild, type Child } from './child-process.ts';
import type { BuiltApps } from './build-apps.ts';
import type { Contestant } from './contestant.ts';
import type { Meters } from './meters.ts';
import { chatRequest, streamRequest } from './requests.ts';
import { startPortkey } from './start-portkey.ts';

/** What Sluice needs in its environment to stand in front of an upstream, and a caller's key for it. */
export function sluiceSetup(upstreamUrl: string): { env: Record<string, string>; key: string } {
  const { key, id, sha256 } = createGatewayKey(randomBytes);
  const gateway = {
    upstreams: {
      canned: { endpoint: upstreamUrl, apiVersion: '2024-10-21', credential: { setting: 'BENCH_UPSTREAM_KEY' } },
    },
    models: { 'gpt-4o': { deployments: [{ upstream: 'canned', deployment: 'gpt-4o-canned' }] } },
    callers: { bench: { keys: [{ id, sha256 }] } },
  };
  return { env: { SLUICE_GATEWAY_JSON: JSON.stringify(gateway), BENCH_UPSTREAM_KEY: 'k'.repeat(32) }, key };
}

/** Starts all contestants in front of one upstream, in the order in which they are shown. */
export async function startContestants(upstreamUrl: string, apps: BuiltApps, meters: Meters): Promise<Contestant[]> {
  const chatPath = '/v1/chat/completions';
  const { env, key } = sluiceSetup(upstreamUrl);
  const raw = await startChild('raw-proxy.ts', [upstreamUrl], meters.env);
  const hello = await startChild('app-host.ts', [apps.hello], meters.env);
  const functions = await startChild('app-host.ts', [apps.passThrough], {
    ...meters.env,
    BENCH_UPSTREAM_URL: upstreamUrl,
  });
  const sluice = await startChild('app-host.ts', [apps.sluice], { ...meters.env, ...env });
  const portkey = await startPortkey(upstreamUrl, meters);

  const gateway = (url: string, headers: Record<string, string> = {}): Pick<Contestant, 'chat' | 'stream'> => ({
    chat: () => chatRequest(url + chatPath, headers),
    stream: (kind, chunks) => streamRequest(url + chatPath, kind, chunks, headers),
  });
  return [
    { name: 'direct', ...gateway(upstreamUrl), meter: undefined, hostMeter: undefined, stop: async () => {} },
    { name: 'raw', ...gateway(raw.url), ...(await metersOf(raw, meters)), stop: raw.stop },
    {
      name: 'hello',
      chat: () => chatRequest(`${hello.url}/hello`),
      stream: (kind, chunks) => streamRequest(`${hello.url}/hello-stream?pace=${kind}&chunks=${chunks}`, kind, chunks),
      ...(await metersOf(hello, meters)),
      stop: hello.stop,
    },
    { name: 'functions', ...gateway(functions.url), ...(await metersOf(functions, meters)), stop: functions.stop },
    {
      name: 'sluice',
      ...gateway(sluice.url, { authorization: `Bearer ${key}` }),
      ...(await metersOf(sluice, meters)),
      stop: sluice.stop,
    },
    ...(portkey === undefined ? [] : [portkey]),
  ];
}

async function metersOf(child: Child, meters: Meters): Promise<Pick<Contestant, 'meter' | 'hostMeter'>> {
  return child.workerPid === undefined
    ? { meter: await meters.of(child.pid), hostMeter: undefined }
    : { meter: await meters.of(child.workerPid), hostMeter: await meters.of(child.pid) };
}
