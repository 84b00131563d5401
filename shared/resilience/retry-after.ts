/** What reading a header needs; `Headers` is one, and so is any map with the same `get`. */
export type HeaderReader = { get(name: string): string | null };

/**
 * How long an upstream asks its callers to wait before they try again, in milliseconds; never negative.
 *
 * Azure OpenAI answers a throttled call with `retry-after-ms` (other Azure services with `x-ms-retry-after-ms`) and,
 * beside it, the standard `retry-after` (RFC 9110 §10.2.3: whole seconds, or an HTTP date). The millisecond headers are
 * the finer, so they are read first. A header in no known form counts as absent: the caller then keeps to its own
 * backoff, the safe side of the mistake.
 */
export function retryAfterMs(headers: HeaderReader, nowMs: number): number | undefined {
  return (
    wholeNumber(headers.get('retry-after-ms')) ??
    wholeNumber(headers.get('x-ms-retry-after-ms')) ??
    standardRetryAfterMs(headers.get('retry-after'), nowMs)
  );
}

/**
 * The wait named in the text of a refusal, in milliseconds. Azure's short throttle message ("Try again in 2 seconds.")
 * comes without any retry-after header.
 */
export function retryAfterInTextMs(text: string): number | undefined {
  const seconds = /(?:retry after|try again in) (\d{1,9}) seconds?/i.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function standardRetryAfterMs(value: string | null, nowMs: number): number | undefined {
  const seconds = wholeNumber(value);
  if (seconds !== undefined) {
    return seconds * 1000;
  }
  const text = value?.trim() ?? '';
  const dateMs = imfFixdate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

function wholeNumber(value: string | null): number | undefined {
  const text = value?.trim() ?? '';
  return /^\d{1,12}(\.0+)?$/.test(text) ? Number(text) : undefined;
}

// `Date.parse` alone would read "5.5" as a day in 2001, and so as "do not wait at all".
const imfFixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
