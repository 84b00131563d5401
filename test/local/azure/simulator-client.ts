import { startSimulator } from '../../../local/azure/simulator.ts';
import type { Simulator, SimulatorOptions } from '../../../local/azure/simulator.ts';

/** A simulator with one resource, `east`, key `east-key-1`, without token delay. */
export function startEast(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  return startSimulator({
    tokenDelayMs: 0,
    resources: {
      east: {
        deployments: {
          chat: { model: 'gpt-4o' },
          thinker: { model: 'gpt-5-mini' },
          small: { model: 'gpt-4o', contextWindow: 100 },
          vectors: { model: 'text-embedding-3-small' },
          ada: { model: 'text-embedding-ada-002' },
        },
      },
    },
    ...options,
  });
}

export const datedChat = '/openai/deployments/chat/chat/completions?api-version=2024-10-21';
export const v1Chat = '/openai/v1/chat/completions';

export type Ask = { headers?: Record<string, string>; method?: string; signal?: AbortSignal };

/** Sends JSON to the resource `east` with its first key. */
export function ask(
  simulator: Simulator,
  path: string,
  body?: unknown,
  { headers, method, signal }: Ask = {},
): Promise<Response> {
  const east = simulator.resources['east'];
  if (east === undefined) throw new Error('There is no east.');
  return fetch(`${east.url}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { 'content-type': 'application/json', 'api-key': 'east-key-1', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A chat request that asks one thing. */
export function saying(content: string, more: Record<string, unknown> = {}) {
  return { messages: [{ role: 'user', content }], ...more };
}

/** The events of a stream, as JSON values, and whether `[DONE]` came last. */
export async function eventsOf(response: Response): Promise<{ events: unknown[]; isDone: boolean }> {
  const data = (await response.text())
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^data: /, ''));
  const isDone = data.at(-1) === '[DONE]';
  return { events: (isDone ? data.slice(0, -1) : data).map((json): unknown => JSON.parse(json)), isDone };
}
