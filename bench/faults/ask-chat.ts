import * as z from 'zod';

/** One chat as a caller asks for it. */
export type Question = {
  /** Where the app listens. */
  readonly url: string;
  readonly key: string;
  readonly model: string;
  readonly stream: boolean;
  readonly prompt: string;
  readonly requestId: string;
  /** After this time an answer that has not ended is a hang, in milliseconds. */
  readonly patienceMs: number;
  /** The caller hangs up after this time, in milliseconds. */
  readonly leaveAfterMs?: number;
};

/**
 * What a caller made of its answer. `answered`: a 200 that ended as HTTP ends, without an error in it, whether or not it
 * is complete. `refused`: another status. `broken`: a 200 with an error in it, or cut. `hung`: no end in time. `left`:
 * the caller hung up first.
 */
export type Outcome = 'answered' | 'refused' | 'broken' | 'hung' | 'left';

/** What a caller saw of one call. Times are in milliseconds from its start, `startedAtMs` and `endedAtMs` of the epoch. */
export type CallerView = {
  readonly outcome: Outcome;
  readonly status: number | undefined;
  /** The code of the error, where there was one. */
  readonly code: string | undefined;
  readonly text: string;
  /** Whether the answer says itself that it is complete: a finish reason, and of a stream `[DONE]`. */
  readonly isFinished: boolean;
  readonly hasUsage: boolean;
  readonly reportedModel: string | undefined;
  /** Ids of the completions that the text came from. */
  readonly completionIds: readonly string[];
  readonly retryAfterMs: number | undefined;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
};

/** Asks for a chat and reads what comes to its end, as a client that trusts nothing would. Never throws. */
export async function askChat(question: Question): Promise<CallerView> {
  const { url, key, requestId, patienceMs, leaveAfterMs } = question;
  const hangUp = new AbortController();
  let ending: 'hung' | 'left' | undefined;
  const endAs = (how: 'hung' | 'left') => () => {
    ending = how;
    hangUp.abort();
  };
  const timers = [
    setTimeout(endAs('hung'), patienceMs),
    ...(leaveAfterMs === undefined ? [] : [setTimeout(endAs('left'), leaveAfterMs)]),
  ];
  const startedAtMs = Date.now();
  const received: string[] = [];
  let response: Response | undefined;
  let isCut = false;
  try {
    response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'x-request-id': requestId },
      body: JSON.stringify(bodyOf(question)),
      signal: hangUp.signal,
    });
    const decoder = new TextDecoder();
    const body: ReadableStream<Uint8Array> | null = response.body;
    for await (const piece of body ?? []) received.push(decoder.decode(piece, { stream: true }));
  } catch {
    isCut = true;
  }
  timers.forEach(clearTimeout);
  const endedAtMs = Date.now();
  const pieces = piecesOf(received.join(''), question.stream && response?.status === 200);
  const choices = pieces.objects.flatMap((piece) => piece.choices ?? []);
  const error = pieces.objects.find((piece) => piece.error)?.error;
  const outcome = (): Outcome => {
    if (ending !== undefined) return ending;
    if (response !== undefined && response.status !== 200) return 'refused';
    return isCut || error !== undefined ? 'broken' : 'answered';
  };
  return {
    outcome: outcome(),
    status: response?.status,
    code: error?.code ?? undefined,
    text: choices.map((choice) => choice.delta?.content ?? choice.message?.content ?? '').join(''),
    isFinished:
      choices.some(({ finish_reason: reason }) => typeof reason === 'string') && (pieces.isDone || !question.stream),
    hasUsage: pieces.objects.some(({ usage }) => usage !== null && usage !== undefined),
    reportedModel: pieces.objects.findLast(({ model }) => model !== undefined && model !== '')?.model,
    completionIds: [...new Set(pieces.objects.flatMap(({ id }) => (id === undefined || id === '' ? [] : [id])))],
    retryAfterMs: numberOf(response?.headers.get('retry-after-ms')),
    startedAtMs,
    endedAtMs,
  };
}

function bodyOf({ model, stream, prompt }: Question): object {
  return {
    model,
    messages: [{ role: 'user', content: prompt }],
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
  };
}

/** The JSON objects of an answer. What is none is passed over: a client that stops at it has seen no more. */
function piecesOf(text: string, isStream: boolean): { objects: readonly Piece[]; isDone: boolean } {
  const data = isStream
    ? text.split('\n').flatMap((line) => (line.startsWith('data:') ? [line.slice('data:'.length).trim()] : []))
    : [text];
  return { objects: data.flatMap((json) => parse(json) ?? []), isDone: data.at(-1) === '[DONE]' };
}

function parse(json: string): Piece | undefined {
  try {
    return pieceSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

function numberOf(header: string | null | undefined): number | undefined {
  return header === null || header === undefined ? undefined : Number(header);
}

const textSchema = z.object({ content: z.string().nullish() });

const pieceSchema = z.object({
  id: z.string().optional(),
  model: z.string().optional(),
  choices: z
    .array(
      z.object({
        delta: textSchema.optional(),
        message: textSchema.optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
  usage: z.unknown().optional(),
  error: z.object({ code: z.string().nullish() }).optional(),
});

type Piece = z.infer<typeof pieceSchema>;
