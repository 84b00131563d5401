import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks for a job's answer as a Logic App does: without a key, every 20 seconds or as often as `Retry-After` says, for as
 * long as it is answered 202. `hurryMs` shortens each wait to so much.
 */
export async function pollJob(location: string, options: { hurryMs?: number } = {}): Promise<Response> {
  for (;;) {
    const answer = await fetch(location);
    if (answer.status !== 202) return answer;
    await answer.arrayBuffer();
    const asked = Number(answer.headers.get('retry-after') ?? 20) * 1000;
    await wait(Math.min(asked, options.hurryMs ?? Infinity));
  }
}

/** The address of a job that was accepted. Throws for any other answer. */
export async function locationOf(accepted: Response): Promise<string> {
  const location = accepted.headers.get('location');
  if (accepted.status !== 202 || location === null) {
    throw new Error(`Not accepted: ${accepted.status} ${await accepted.text()}`);
  }
  await accepted.arrayBuffer();
  return location;
}
