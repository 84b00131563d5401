import { PooledFetch } from '../../shared/upstream/pooled-fetch.ts';
import type { AttemptAnswer } from '../../shared/upstream/provider.ts';
import { startScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts';

/** A scripted upstream, and its answers as an attempt would hand them on: headers there, body unread. */
export type AnsweringUpstream = ScriptedUpstream & {
  answer(signal?: AbortSignal): Promise<AttemptAnswer>;
};

/** Starts an upstream whose answers a test reads below the official client. */
export async function startAnsweringUpstream(
  answer: Parameters<typeof startScriptedUpstream>[0],
): Promise<AnsweringUpstream> {
  const upstream = await startScriptedUpstream(answer);
  const fetch = new PooledFetch({ connectMs: 1000 });
  return {
    ...upstream,
    async answer(signal) {
      const response = await fetch.fetch(upstream.url, signal === undefined ? {} : { signal });
      return { headers: response.headers, bytes: fetch.answerOf(response).bytes, upstreamRequestId: undefined };
    },
    async stop() {
      await fetch.close();
      await upstream.stop();
    },
  };
}
