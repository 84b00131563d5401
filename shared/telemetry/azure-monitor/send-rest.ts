import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

/** A request of the exporter, as far as it is touched here. Its body is a JSON list of items. */
export type IngestionRequest = {
  timeout: number;
  body?: unknown;
  readonly headers: { delete(name: string): void };
};

/** An answer of ingestion. */
export type IngestionAnswer = { readonly status: number; readonly bodyAsText?: string | null | undefined };

/** Waits so many milliseconds, and keeps no process alive for it. */
export type Wait = (ms: number) => Promise<unknown>;

/**
 * Sends again what of a batch ingestion did not take now, after `first`, an answer 206 that names it item by item: three
 * times at the most, after growing waits. Gives the last answer that took something, and how many items are lost: refused
 * for good, or not taken at any time. It never rejects.
 */
export async function sendRest<Asked extends IngestionRequest, Answered extends IngestionAnswer>(
  request: Asked,
  first: Answered,
  send: (request: Asked) => Promise<Answered>,
  wait: Wait = (ms) => sleep(ms, undefined, { ref: false }),
): Promise<{ readonly answer: Answered; readonly lost: number }> {
  const changed: IngestionRequest = request;
  let answer = first;
  let { again, lost } = verdictOn(itemsOf(request.body), first);
  for (const waitMs of waitsMs) {
    if (again.length === 0) break;
    await wait(waitMs);
    changed.body = JSON.stringify(again);
    // The length of the whole batch stands there, and would be believed.
    changed.headers.delete('content-length');
    const next = await send(request).catch(() => undefined);
    if (next === undefined || next.status >= 300) continue;
    const verdict = verdictOn(again, next);
    answer = next;
    again = verdict.again;
    lost += verdict.lost;
  }
  return { answer, lost: lost + again.length };
}

const waitsMs: readonly number[] = [1_000, 2_000, 4_000];

/** What of the items sent is to be sent again, and how many are refused for good. */
function verdictOn(items: readonly unknown[], { bodyAsText }: IngestionAnswer): { again: unknown[]; lost: number } {
  const errors = answerSchema.safeParse(parseJson(bodyAsText)).data?.errors ?? [];
  const statuses = new Map(errors.map(({ index, statusCode }) => [index, statusCode]));
  const again = items.filter((_, index) => transient.has(statuses.get(index) ?? 0));
  return { again, lost: statuses.size - again.length };
}

/** What ingestion may take a moment later, by its answer for a single item. */
const transient: ReadonlySet<number> = new Set([408, 429, 439, 500, 503]);

const answerSchema = z.object({ errors: z.array(z.object({ index: z.number(), statusCode: z.number() })) });

function itemsOf(body: unknown): readonly unknown[] {
  const items = parseJson(body);
  return Array.isArray(items) ? items : [];
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
