import * as z from 'zod';
import { ChoiceCollector } from './choice-collector.ts';
import { chunkSchema } from './chunk-schema.ts';
import { eventObject, isDone } from './stored-events.ts';

const headSchema = z.lazy(() => z.object({ id: z.string().min(1), created: z.number(), model: z.string().min(1) }));

/**
 * The whole chat answer that the events of a stream add up to, of any number of choices. `usage` stands in where the
 * stream has no usage chunk.
 *
 * `undefined` when the events are no complete answer, or hold a member that is not known to add up in a certain way:
 * then only the stream itself tells what was answered.
 */
export function wholeFromEvents(events: readonly Buffer[], usage?: object): object | undefined {
  const choices = new Map<number, ChoiceCollector>();
  const top: Record<string, unknown> = {};
  let head: z.infer<typeof headSchema> | undefined;
  let isComplete = false;

  for (const event of events) {
    const json = eventObject(event);
    if (json === undefined) {
      isComplete ||= isDone(event);
      continue;
    }
    const { data: chunk } = chunkSchema.safeParse(json);
    if (chunk === undefined) {
      return undefined;
    }
    // Verdicts come in chunks that leave id and model empty.
    head ??= headSchema.safeParse(chunk).data;
    for (const name of topMembers) {
      top[name] = chunk[name] ?? top[name];
    }
    for (const choice of chunk.choices) {
      const collector = choices.get(choice.index) ?? new ChoiceCollector();
      choices.set(choice.index, collector);
      collector.add(choice);
    }
  }

  const collected = [...choices].toSorted(([left], [right]) => left - right);
  const whole = collected.map(([index, choice]) => choice.whole(index));
  if (!isComplete || head === undefined || whole.length === 0 || whole.includes(undefined)) {
    return undefined;
  }
  // JSON leaves out what is undefined.
  return { ...head, object: 'chat.completion', choices: whole, ...top, usage: top['usage'] ?? usage };
}

const topMembers = ['usage', 'system_fingerprint', 'service_tier', 'prompt_filter_results'] as const;
