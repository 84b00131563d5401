/** The headers that go up, of those that an official client makes: a call needs no others, and Azure takes no more than ten. */
export function passedHeaders(given: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  // Each by its name: going through all of a `Headers` sorts it first.
  for (const name of passed) {
    const value = given.get(name);
    if (value !== null) {
      kept[name] = value;
    }
  }
  return kept;
}

const passed = [
  'accept',
  'content-type',
  'api-key',
  'authorization',
  'x-api-key',
  'anthropic-version',
  'user-agent',
  'traceparent',
  'x-ms-client-request-id',
  'x-client-request-id',
] as const;
