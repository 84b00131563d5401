import type { chatBody } from '../chat-body.ts';

/** A completion without what only Azure adds: the verdicts of its content filter. */
export function withoutVerdicts({ prompt_filter_results: _verdicts, choices, ...body }: ReturnType<typeof chatBody>) {
  return { ...body, choices: choices.map(({ content_filter_results: _verdict, ...choice }) => choice) };
}

/** An event of a stream without them; `undefined` for the event that holds nothing else. */
export function eventWithoutVerdicts(json: string): string | undefined {
  // Inside a JSON string the quotes would be escaped.
  return json.includes('"prompt_filter_results":') ? undefined : json.replaceAll(verdict, '');
}

const verdict = /"content_filter_results":\{(?:[^{}]|\{[^{}]*\})*\},/g;
